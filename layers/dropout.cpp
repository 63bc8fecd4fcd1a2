#include "layers/dropout.h"

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/dropout.h"

namespace mien {

RandomStep::State& RandomStep::state() {
  thread_local State instance;
  return instance;
}

RandomStep::RandomStep(std::uint64_t seed, std::uint64_t step, Tensor number) {
  check(!state().alive, "RandomStep: one lives already on this thread");
  if (number.defined()) fill(number, static_cast<double>(step));
  state() = {true, seed, step, std::move(number)};
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

Variable dropped(const Variable& x, double probability, const std::string& path) {
  return dropout(x, probability, RandomStep::next(path), RandomStep::number());
}

}  // namespace

Dropout::Dropout(const Options& o) : probability_(checked("Dropout", o.probability)) {}

Variable Dropout::operator()(const Variable& x) const {
  if (!is_training() || probability_ == 0) return x;
  const LayerScope scope(path());
  return dropped(x, probability_, path());
}

SpatialDropout::SpatialDropout(const Options& o)
    : probability_(checked("SpatialDropout", o.probability)) {}

Variable SpatialDropout::operator()(const Variable& x) const {
  if (!is_training() || probability_ == 0) return x;
  const LayerScope scope(path());
  check(x.rank() == 4, "SpatialDropout ", path(), ": x must be [N, H, W, C], got ", x.shape());
  const Variable ones(full({x.dim(0), 1, 1, x.dim(3)}, 1, x.dtype(), x.device()));
  return x * dropped(ones, probability_, path());
}

}  // namespace mien
