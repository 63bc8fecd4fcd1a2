#include "layers/dropout.h"

#include <map>

#include "autograd/ops/arithmetic.h"
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

namespace {

double checked(const char* layer, double probability) {
  check(probability >= 0 && probability < 1, layer, ": the probability must be in [0, 1), got ",
        probability);
  return probability;
}

}  // namespace

Dropout::Dropout(const Options& o) : probability_(checked("Dropout", o.probability)) {}

Variable Dropout::operator()(const Variable& x) const {
  if (!is_training() || probability_ == 0) return x;
  const LayerScope scope(path());
  return dropout(x, probability_, RandomStep::next(path()));
}

SpatialDropout::SpatialDropout(const Options& o)
    : probability_(checked("SpatialDropout", o.probability)) {}

Variable SpatialDropout::operator()(const Variable& x) const {
  if (!is_training() || probability_ == 0) return x;
  const LayerScope scope(path());
  check(x.rank() == 4, "SpatialDropout ", path(), ": x must be [N, H, W, C], got ", x.shape());
  const Variable ones(full({x.dim(0), 1, 1, x.dim(3)}, 1, x.dtype(), x.device()));
  return x * dropout(ones, probability_, RandomStep::next(path()));
}

}  // namespace mien
