#include "autograd/ops/max.h"

#include "autograd/dispatch.h"
#include "autograd/from_op.h"
#include "autograd/ops/axis_split.h"
#include "autograd/ops/permute.h"
#include "autograd/ops/reduce_axes.h"
#include "autograd/ops/reshape.h"
#include "cpu/max.h"
#include "cuda/max.h"

namespace mien {
namespace {

Variable put(const Variable& dy, const Tensor& index, const AxisSplit& split);

// [A, R, B] to [A, B] at the places of `index`; and its adjoint.
Variable take(const Variable& x, const Tensor& index, const AxisSplit& split) {
  Tensor y({split.A, split.B}, x.dtype(), x.value().device());
  dispatch(y, [&]<class T>(auto& backend) {
    take_middle(backend, split.A, split.R, split.B, x.value().data<T>(), index.data<Index>(),
                y.mutable_data<T>());
  });
  return from_op("take", y,
                 {{x, [index, split](const Variable& dy) { return put(dy, index, split); }}});
}

Variable put(const Variable& dy, const Tensor& index, const AxisSplit& split) {
  Tensor x({split.A, split.R, split.B}, dy.dtype(), dy.value().device());
  dispatch(x, [&]<class T>(auto& backend) {
    put_middle(backend, split.A, split.R, split.B, dy.value().data<T>(), index.data<Index>(),
               x.mutable_data<T>());
  });
  return from_op("put", x,
                 {{dy, [index, split](const Variable& ddx) { return take(ddx, index, split); }}});
}

// Over the middle axis of [A, R, B].
Variable max_of_middle(const Variable& x, const AxisSplit& split) {
  Tensor y({split.A, split.B}, x.dtype(), x.value().device());
  Tensor index({split.A, split.B}, DType::int64, x.value().device());
  dispatch(y, [&]<class T>(auto& backend) {
    max_middle(backend, split.A, split.R, split.B, x.value().data<T>(), y.mutable_data<T>(),
               index.mutable_data<Index>());
  });
  return from_op("max", y,
                 {{x, [index, split](const Variable& dy) { return put(dy, index, split); }}});
}

}  // namespace

Variable max(const Variable& x, const std::vector<int>& axes, bool keep_axes) {
  const ReducedAxes reduced("max", x.shape(), axes);
  check(reduced.count() > 0, "max: of no elements, shape ", x.shape());
  std::vector<int> kept, gone;
  for (int axis = 0; axis < x.rank(); ++axis) {
    (reduced.marked()[axis] ? gone : kept).push_back(axis);
  }
  const Shape& shape = keep_axes ? reduced.kept() : reduced.dropped();
  const bool neighbours =
      gone.empty() || gone.back() - gone.front() + 1 == static_cast<int>(gone.size());
  const int first = gone.empty() ? 0 : gone.front();
  if (neighbours) {
    const AxisSplit split(x.shape(), first, first + static_cast<int>(gone.size()));
    return reshape(max_of_middle(reshape(x, {split.A, split.R, split.B}), split), shape);
  }
  std::vector<int> order = kept;
  order.insert(order.end(), gone.begin(), gone.end());
  const Variable moved = permute(x, order);
  const AxisSplit split(moved.shape(), static_cast<int>(kept.size()), moved.rank());
  return reshape(max_of_middle(reshape(moved, {split.A, split.R, split.B}), split), shape);
}

}  // namespace mien
