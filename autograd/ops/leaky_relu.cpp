#include "autograd/ops/leaky_relu.h"

#include "autograd/from_op.h"
#include "autograd/map.h"
#include "tensor/functors/activation.h"

namespace mien {

Variable leaky_relu(Variable x, double slope) {
  check(slope >= 0, "leaky_relu: slope must not be negative, got ", slope);

  // y > 0 just where x > 0, and the layer that reads y keeps it anyway.
  return from_op("leaky_relu", map_over(functors::LeakyRelu{slope}, x.value()),
                 {{x, [slope](const Variable& dy, const Variable& y) {
                     return leaky_relu_backward(y, dy, slope);
                   }}});
}

Variable leaky_relu_backward(const Variable& x, const Variable& dy, double slope) {
  check(x.shape() == dy.shape(), "leaky_relu_backward: x is ", x.shape(), " but dy is ",
        dy.shape());
  // Its derivative with respect to x is zero wherever it exists.
  return from_op(
      "leaky_relu_backward",
      map("leaky_relu_backward", functors::LeakyReluBackward{slope}, x.value(), dy.value()),
      {{dy, [x = saved(x.detach(), "x"), slope](const Variable& ddx) {
          return leaky_relu_backward(x(), ddx, slope);
        }}});
}

}  // namespace mien
