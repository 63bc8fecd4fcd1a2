#include "layers/batch_norm2d.h"

#include "autograd/ops/batch_norm.h"

namespace mien {

BatchNorm2d::BatchNorm2d(const Options& o)
    : options_(o),
      weight_(add_parameter("weight", {o.channels}, o.weight_init)),
      bias_(add_parameter("bias", {o.channels}, init::constant(0))),
      running_mean_(add_buffer("running_mean", {o.channels}, 0)),
      running_var_(add_buffer("running_var", {o.channels}, 1)) {
  check(o.channels > 0, "BatchNorm2d: channels must be positive, got ", o.channels);
}

// On a card they would take a pass of their own in either place.
bool BatchNorm2d::asks_for_moments() const {
  return weight_.device() == kCpu && (is_training() || options_.always_batch_statistics);
}

Variable BatchNorm2d::operator()(Variable x, const Variable& shift, const ChannelMoments& moments) {
  const LayerScope scope(path());
  BatchNormOptions how{.momentum = options_.momentum,
                       .epsilon = options_.epsilon,
                       .slope = options_.slope,
                       .shift = shift,
                       .moments = moments};
  const bool one_value = x.numel() == x.dim(-1);
  if (options_.always_batch_statistics || (is_training() && one_value)) {
    how.mode = BatchNormMode::batch_statistics;
  } else if (!is_training()) {
    how.mode = BatchNormMode::evaluation;
  }
  return batch_norm(std::move(x), weight_, bias_, running_mean_, running_var_, how);
}

}  // namespace mien
