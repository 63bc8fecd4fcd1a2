#include "layers/dropout.h"

#include <map>

#include "autograd/ops/dropout.h"

namespace mien {

struct RandomStep::State {
  bool alive = false;
  std::uint64_t seed = 0, step = 0;
  std::map<std::string, int> uses;
};

RandomStep::State& RandomStep::state() {
  thread_local State instance;
  return instance;
}

RandomStep::RandomStep(std::uint64_t seed, std::uint64_t step) {
  check(!state().alive, "RandomStep: one lives already on this thread");
  state() = {true, seed, step, {}};
}

RandomStep::~RandomStep() { state() = {}; }

Random RandomStep::next(const std::string& path) {
  State& now = state();
  if (!now.alive) throw std::logic_error(path + ": draws in training need a RandomStep");
  const int use = now.uses[path]++;
  return Random(now.seed, path + "#" + std::to_string(use), now.step);
}

Dropout::Dropout(const Options& o) : probability_(o.probability) {
  check(o.probability >= 0 && o.probability < 1, "Dropout: the probability must be in [0, 1), got ",
        o.probability);
}

Variable Dropout::operator()(const Variable& x) const {
  if (!is_training() || probability_ == 0) return x;
  const LayerScope scope(path());
  return dropout(x, probability_, RandomStep::next(path()));
}

}  // namespace mien
