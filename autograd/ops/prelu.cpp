#include "autograd/ops/prelu.h"

#include "autograd/from_op.h"
#include "autograd/map.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/compare.h"
#include "autograd/ops/extremes.h"
#include "autograd/ops/sum.h"
#include "autograd/ops/where.h"
#include "tensor/functors/activation.h"

namespace mien {

Variable prelu(const Variable& x, const Variable& slope) {
  check(x.rank() >= 1, "prelu: x must be [..., C], got a scalar");
  check(slope.shape() == Shape{x.dim(-1)}, "prelu: slope must be [", x.dim(-1), "], got ",
        slope.shape());
  const Saved x_saved = saved(x, "x"), slope_saved = saved(slope, "slope");
  return from_op(
      "prelu", map("prelu", functors::Prelu{}, x.value(), slope.value()),
      {{x, [x_saved, slope_saved](
               const Variable& dy) { return prelu_backward(x_saved(), slope_saved(), dy); }},
       {slope, [x_saved, to = slope.shape()](const Variable& dy) {
          return sum_to(minimum(x_saved(), scalar_like(dy, 0)) * dy, to);
        }}});
}

Variable prelu_backward(const Variable& x, const Variable& slope, const Variable& dy) {
  check(x.shape() == dy.shape(), "prelu_backward: x is ", x.shape(), " but dy is ", dy.shape());
  // Its derivative with respect to x is zero wherever it exists.
  const Saved x_saved = saved(x.detach(), "x");
  return from_op(
      "prelu_backward",
      map("prelu_backward", functors::PreluBackward{}, x.value(), slope.value(), dy.value()),
      {{slope,
        [x_saved, dy = saved(dy, "dy"), to = slope.shape()](const Variable& ddx) {
          const Variable zero = scalar_like(ddx, 0);
          return sum_to(where(greater(x_saved(), zero), zero, ddx * dy()), to);
        }},
       {dy, [x_saved, slope = saved(slope, "slope")](const Variable& ddx) {
          return prelu_backward(x_saved(), slope(), ddx);
        }}});
}

}  // namespace mien
