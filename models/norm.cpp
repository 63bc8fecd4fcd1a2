#include "models/norm.h"

namespace mien {

Variable NormedModule::Norm::operator()(Variable x) const {
  if (batch_) return (*batch_)(std::move(x));
  return instance_ ? (*instance_)(x) : x;
}

NormedModule::Norm NormedModule::add_norm(const std::string& name, Index channels, NormKind kind) {
  Norm norm;
  if (kind == NormKind::batch) {
    norm.batch_ = &add<BatchNorm2d>(name, {.channels = channels,
                                           .always_batch_statistics = true,
                                           .weight_init = init::normal(1, 0.02)});
  } else if (kind == NormKind::instance) {
    norm.instance_ = &add<InstanceNorm2d>(name, {.channels = channels});
  }
  return norm;
}

}  // namespace mien
