#include "autograd/ops/relu.h"

#include "autograd/from_op.h"
#include "autograd/map.h"
#include "tensor/functors/relu.h"

namespace mien {

Variable relu(Variable x) {
  // y > 0 just where x > 0, and the layer that reads y keeps it anyway.
  return from_op("relu", map_over(functors::Relu{}, x.value()),
                 {{x, [](const Variable& dy, const Variable& y) { return relu_backward(y, dy); }}});
}

Variable relu_backward(const Variable& x, const Variable& dy) {
  check(x.shape() == dy.shape(), "relu_backward: x is ", x.shape(), " but dy is ", dy.shape());
  // Its derivative with respect to x is zero wherever it exists.
  return from_op(
      "relu_backward", map("relu_backward", functors::ReluBackward{}, x.value(), dy.value()),
      {{dy,
        [x = saved(x.detach(), "x")](const Variable& ddx) { return relu_backward(x(), ddx); }}});
}

}  // namespace mien
