#include "layers/prelu.h"

#include "autograd/ops/cast.h"
#include "autograd/ops/prelu.h"

namespace mien {

PRelu::PRelu(const Options& o)
    : weight_(add_parameter("weight", {o.channels}, init::constant(o.initial_slope))) {
  check(o.channels > 0, "PRelu: channels must be positive, got ", o.channels);
}

Variable PRelu::operator()(const Variable& x) const {
  const LayerScope scope(path());
  return prelu(x, cast(weight_, x.dtype()));
}

}  // namespace mien
