#include "autograd/ops/slice.h"

#include "autograd/check_alike.h"
#include "autograd/dispatch.h"
#include "autograd/from_op.h"
#include "autograd/ops/axis_split.h"
#include "cpu/copy_blocks.h"
#include "cuda/copy_blocks.h"

namespace mien {
namespace {

Tensor sliced(const Tensor& x, const AxisSplit& split, Index begin, const Shape& shape) {
  const Index length = shape.numel() / std::max<Index>(1, split.A);
  if (split.A == 1) {
    const Index rows = split.B == 0 ? 0 : length / split.B;
    return x.reshape({split.R, split.B}).slice(begin, begin + rows).reshape(shape);
  }
  Tensor y(shape, x.dtype(), x.device());
  if (y.numel() == 0) return y;
  dispatch_maps(y, [&]<class T>(auto& backend) {
    copy_blocks(backend, split.A, length, x.data<T>() + begin * split.B, split.R * split.B,
                y.mutable_data<T>(), length);
  });
  return y;
}

// Copies x to positions [begin, ...) of an axis of y.
void place(const Tensor& x, const AxisSplit& into, Index begin, Tensor& y) {
  if (x.numel() == 0) return;
  const Index length = x.numel() / std::max<Index>(1, into.A);
  dispatch_maps(y, [&]<class T>(auto& backend) {
    copy_blocks(backend, into.A, length, x.data<T>(), length, y.mutable_data<T>() + begin * into.B,
                into.R * into.B);
  });
}

}  // namespace

Variable slice(const Variable& x, int axis, Index begin, Index end) {
  axis = x.shape().normalize_axis(axis);
  const Index size = x.dim(axis);
  check(0 <= begin && begin <= end && end <= size, "slice: [", begin, ", ", end,
        ") is outside axis ", axis, " of ", x.shape());
  const Tensor y =
      sliced(x.value(), AxisSplit(x.shape(), axis), begin, x.shape().with(axis, end - begin));
  return from_op("slice", y, {{x, [axis, begin, size](const Variable& dy) {
                                 return slice_backward(dy, axis, begin, size);
                               }}});
}

Variable slice_backward(const Variable& dy, int axis, Index begin, Index size) {
  axis = dy.shape().normalize_axis(axis);
  const Index end = begin + dy.dim(axis);
  check(0 <= begin && end <= size, "slice_backward: [", begin, ", ", end,
        ") is outside an axis of size ", size);
  Tensor dx = zeros(dy.shape().with(axis, size), dy.dtype(), dy.device());
  place(dy.value(), AxisSplit(dx.shape(), axis), begin, dx);
  return from_op(
      "slice_backward", dx,
      {{dy, [axis, begin, end](const Variable& ddx) { return slice(ddx, axis, begin, end); }}});
}

ConcatShape::ConcatShape(const char* op, const std::vector<Variable>& parts, int along) {
  check(!parts.empty(), op, ": needs at least one part");
  const Variable& first = parts[0];
  axis = first.shape().normalize_axis(along);
  for (const Variable& part : parts) {
    check(part.rank() == first.rank() && part.dtype() == first.dtype() &&
              part.shape().with(axis, 0) == first.shape().with(axis, 0),
          op, ": parts must agree but for axis ", axis, ", got ", first.shape(), " ", first.dtype(),
          " and ", part.shape(), " ", part.dtype());
    check_alike(op, first.value(), part.value());
    begin.push_back(begin.back() + part.dim(axis));
  }
  shape = first.shape().with(axis, begin.back());
}

Variable concat(const std::vector<Variable>& parts, int axis) {
  const ConcatShape joined("concat", parts, axis);
  Tensor y(joined.shape, parts[0].dtype(), parts[0].value().device());
  const AxisSplit split(y.shape(), joined.axis);
  for (std::size_t k = 0; k < parts.size(); ++k) place(parts[k].value(), split, joined.begin[k], y);

  return from_op("concat", y, parts,
                 [axis = joined.axis, begin = joined.begin](const Variable& dy,
                                                            const std::vector<bool>& needed) {
                   std::vector<Variable> gradients(needed.size());
                   for (std::size_t k = 0; k < needed.size(); ++k) {
                     if (needed[k]) gradients[k] = slice(dy, axis, begin[k], begin[k + 1]);
                   }
                   return gradients;
                 });
}

}  // namespace mien
