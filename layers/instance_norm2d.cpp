#include "layers/instance_norm2d.h"

#include "autograd/ops/batch_norm.h"

namespace mien {

InstanceNorm2d::InstanceNorm2d(const Options& o) : options_(o) {
  check(o.channels > 0, "InstanceNorm2d: channels must be positive, got ", o.channels);
  if (!o.affine) return;
  weight_ = &add_parameter("weight", {o.channels}, init::constant(1));
  bias_ = &add_parameter("bias", {o.channels}, init::constant(0));
}

Variable InstanceNorm2d::operator()(const Variable& x) const {
  const LayerScope scope(path());
  check(x.rank() == 4 && x.dim(3) == options_.channels, "InstanceNorm2d ", path(),
        ": x must be [N, H, W, ", options_.channels, "], got ", x.shape());
  return options_.affine ? instance_norm(x, *weight_, *bias_, options_.epsilon)
                         : instance_norm(x, options_.epsilon);
}

}  // namespace mien
