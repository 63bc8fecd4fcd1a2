#include "models/norm.h"

#include "autograd/ops/leaky_relu.h"

namespace mien {

Variable NormedModule::Norm::operator()(Variable x) const {
  if (batch_) return (*batch_)(std::move(x));
  if (!instance_) return x;
  const Variable y = (*instance_)(x);
  return slope_ == 1 ? y : leaky_relu(y, slope_);
}

NormedModule::Norm NormedModule::add_norm(const std::string& name, Index channels, NormKind kind,
                                          double slope) {
  Norm norm;
  norm.slope_ = slope;
  if (kind == NormKind::batch) {
    norm.batch_ = &add<BatchNorm2d>(name, {.channels = channels,
                                           .always_batch_statistics = true,
                                           .slope = slope,
                                           .weight_init = init::normal(1, 0.02)});
  } else if (kind == NormKind::instance) {
    norm.instance_ = &add<InstanceNorm2d>(name, {.channels = channels});
  }
  return norm;
}

}  // namespace mien
