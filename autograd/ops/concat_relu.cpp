#include "autograd/ops/concat_relu.h"

#include "autograd/dispatch.h"
#include "autograd/from_op.h"
#include "autograd/ops/axis_split.h"
#include "autograd/ops/relu.h"
#include "autograd/ops/slice.h"
#include "cpu/map_blocks.h"
#include "cuda/map_blocks.h"
#include "tensor/functors/relu.h"

namespace mien {

Variable concat_relu(const std::vector<Variable>& parts) {
  const ConcatShape joined("concat_relu", parts, -1);
  Tensor y(joined.shape, parts[0].dtype(), parts[0].value().device());
  const AxisSplit split(y.shape(), -1);
  std::vector<InputGradient> inputs;
  for (std::size_t k = 0; k < parts.size(); ++k) {
    const Index begin = joined.begin[k], end = joined.begin[k + 1];
    dispatch_maps(y, [&]<class T>(auto& backend) {
      map_blocks(backend, functors::Relu{}, split.A, end - begin, y.mutable_data<T>() + begin,
                 split.R, end - begin, parts[k].value().data<T>());
    });
    inputs.push_back({parts[k], [begin, end](const Variable& dy, const Variable& y) {
                        return concat_relu_backward(y, dy, begin, end);
                      }});
  }
  return from_op("concat_relu", y, inputs);
}

Variable concat_relu_backward(const Variable& y, const Variable& dy, Index begin, Index end) {
  check(y.shape() == dy.shape(), "concat_relu_backward: y is ", y.shape(), " but dy is ",
        dy.shape());
  const AxisSplit split(y.shape(), -1);
  check(0 <= begin && begin <= end && end <= split.R, "concat_relu_backward: channels [", begin,
        ", ", end, ") are outside ", y.shape());

  Tensor dx(y.shape().with(y.rank() - 1, end - begin), y.dtype(), y.value().device());
  dispatch_maps(dx, [&]<class T>(auto& backend) {
    map_blocks(backend, functors::ReluBackward{}, split.A, end - begin, dx.mutable_data<T>(),
               end - begin, split.R, y.value().data<T>() + begin, dy.value().data<T>() + begin);
  });
  // Its derivative with respect to y is zero wherever it exists.
  return from_op("concat_relu_backward", dx,
                 {{dy, [y = saved(y.detach(), "y"), begin, end](const Variable& ddx) {
                     const Variable part = slice(y(), -1, begin, end);
                     return slice_backward(relu_backward(part, ddx), -1, begin, y().dim(-1));
                   }}});
}

}  // namespace mien
