#include "autograd/ops/sigmoid.h"

#include "autograd/from_op.h"
#include "autograd/map.h"
#include "autograd/ops/arithmetic.h"
#include "tensor/functors/activation.h"

namespace mien {

Variable sigmoid(const Variable& x) {
  return from_op(
      "sigmoid", map("sigmoid", functors::Sigmoid{}, x.value()),
      {{x, [](const Variable& dy, const Variable& y) { return sigmoid_backward(y, dy); }}});
}

Variable sigmoid_backward(const Variable& y, const Variable& dy) {
  check(y.shape() == dy.shape(), "sigmoid_backward: y is ", y.shape(), " but dy is ", dy.shape());
  const Saved y_saved = saved(y, "y");
  return from_op(
      "sigmoid_backward",
      map("sigmoid_backward", functors::SigmoidBackward{}, y.value(), dy.value()),
      {{y, [y_saved, dy = saved(dy, "dy")](
               const Variable& ddx) { return ddx * dy() * (1 - 2 * y_saved()); }},
       {dy, [y_saved](const Variable& ddx) { return sigmoid_backward(y_saved(), ddx); }}});
}

Variable tanh(const Variable& x) {
  return from_op("tanh", map("tanh", functors::Tanh{}, x.value()),
                 {{x, [](const Variable& dy, const Variable& y) { return tanh_backward(y, dy); }}});
}

Variable tanh_backward(const Variable& y, const Variable& dy) {
  check(y.shape() == dy.shape(), "tanh_backward: y is ", y.shape(), " but dy is ", dy.shape());
  const Saved y_saved = saved(y, "y");
  return from_op(
      "tanh_backward", map("tanh_backward", functors::TanhBackward{}, y.value(), dy.value()),
      {{y, [y_saved,
            dy = saved(dy, "dy")](const Variable& ddx) { return ddx * dy() * (-2 * y_saved()); }},
       {dy, [y_saved](const Variable& ddx) { return tanh_backward(y_saved(), ddx); }}});
}

Variable softplus(const Variable& x) {
  return from_op("softplus", map("softplus", functors::Softplus{}, x.value()),
                 {{x, [x = saved(x, "x")](const Variable& dy) { return dy * sigmoid(x()); }}});
}

}  // namespace mien
