#include "autograd/ops/sum.h"

#include "autograd/from_op.h"
#include "autograd/map.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/axis_split.h"
#include "autograd/ops/cast.h"
#include "autograd/ops/reduce_axes.h"
#include "autograd/ops/reshape.h"
#include "cpu/reduce.h"
#include "cuda/reduce.h"
#include "tensor/functors/arithmetic.h"

namespace mien {
namespace {

// Sums neighbouring axes [first, last) of x to size 1.
Tensor sum_range(const Tensor& x, int first, int last) {
  const AxisSplit split(x.shape(), first, last);
  Shape kept = x.shape();
  for (int axis = first; axis < last; ++axis) kept = kept.with(axis, 1);
  Tensor y(kept, wide(x.dtype()), x.device());
  dispatch_maps(x, [&]<class T>(auto& backend) {
    sum_middle(backend, split.A, split.R, split.B, x.data<T>(), y.mutable_data<Wide<T>>());
  });
  return y;
}

// Sums the marked axes to size 1, one stretch of neighbours after the other.
Tensor sum_marked(Tensor x, const std::vector<bool>& marked) {
  for (int first = 0; first < x.rank(); ++first) {
    if (!marked[first]) continue;
    int last = first + 1;
    while (last < x.rank() && marked[last]) ++last;
    x = sum_range(x, first, last);
    first = last;
  }
  return x;
}

}  // namespace

Variable sum(const Variable& x, const std::vector<int>& axes, bool keep_axes) {
  const ReducedAxes reduced("sum", x.shape(), axes);
  Tensor y = sum_marked(x.value(), reduced.marked());
  if (y.shares_storage_with(x.value())) y = y.clone();
  y = y.to(wide(x.dtype())).reshape(keep_axes ? reduced.kept() : reduced.dropped());
  const auto gradient = [kept = reduced.kept(), full = x.shape(),
                         type = x.dtype()](const Variable& dy) {
    return broadcast_to(cast(reshape(dy, kept), type), full);
  };
  return from_op("sum", y, {{x, gradient}});
}

Variable mean(const Variable& x, const std::vector<int>& axes, bool keep_axes) {
  const Index count = ReducedAxes("mean", x.shape(), axes).count();
  check(count > 0, "mean: of no elements, shape ", x.shape());
  return sum(x, axes, keep_axes) / static_cast<double>(count);
}

Variable sum_to(const Variable& x, const Shape& shape) {
  if (x.shape() == shape) return x;
  check(broadcast(x.shape(), shape, "sum_to") == x.shape(), "sum_to: ", shape,
        " does not broadcast to ", x.shape());
  std::vector<bool> marked(x.rank(), true);
  for (int back = 1; back <= shape.rank(); ++back) {
    marked[x.rank() - back] = shape[-back] == 1 && x.dim(-back) != 1;
  }
  Tensor y = sum_marked(x.value(), marked).to(x.dtype()).reshape(shape);
  return from_op("sum_to", y,
                 {{x, [full = x.shape()](const Variable& dy) { return broadcast_to(dy, full); }}});
}

Variable broadcast_to(const Variable& x, const Shape& shape) {
  if (x.shape() == shape) return x;
  check(broadcast(x.shape(), shape, "broadcast_to") == shape, "broadcast_to: ", x.shape(),
        " does not broadcast to ", shape);
  Tensor y(shape, x.dtype(), x.value().device());
  dispatch_maps(
      y, [&]<class T>(auto& backend) { elementwise<T>(backend, functors::Copy{}, y, x.value()); });
  return from_op("broadcast_to", y,
                 {{x, [to = x.shape()](const Variable& dy) { return sum_to(dy, to); }}});
}

}  // namespace mien
