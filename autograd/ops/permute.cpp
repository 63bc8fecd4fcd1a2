#include "autograd/ops/permute.h"

#include "autograd/dispatch.h"
#include "autograd/from_op.h"
#include "autograd/ops/axis_split.h"
#include "cpu/copy_blocks.h"
#include "cpu/permute.h"
#include "cuda/copy_blocks.h"
#include "cuda/permute.h"

namespace mien {

Variable permute(const Variable& x, const std::vector<int>& axes) {
  const int rank = x.rank();
  check(static_cast<int>(axes.size()) == rank, "permute: needs ", rank, " axes for ", x.shape(),
        ", got ", axes.size());
  std::vector<int> order(rank), inverse(rank, -1);
  Shape shape = x.shape();
  for (int k = 0; k < rank; ++k) {
    order[k] = x.shape().normalize_axis(axes[k]);
    check(inverse[order[k]] < 0, "permute: axis ", axes[k], " of ", x.shape(), " is named twice");
    inverse[order[k]] = k;
    shape = shape.with(k, x.dim(order[k]));
  }

  Tensor y(shape, x.dtype(), x.value().device());
  dispatch_maps(y, [&]<class T>(auto& backend) {
    permute(backend, x.shape(), std::span<const int>(order), x.value().data<T>(),
            y.mutable_data<T>());
  });
  return from_op("permute", y,
                 {{x, [inverse](const Variable& dy) { return permute(dy, inverse); }}});
}

Variable flip(const Variable& x, int axis) {
  const AxisSplit split(x.shape(), axis);
  Tensor y = empty_like(x.value());
  dispatch_maps(y, [&]<class T>(auto& backend) {
    flip_middle(backend, split.A, split.R, split.B, x.value().data<T>(), y.mutable_data<T>());
  });
  return from_op("flip", y, {{x, [axis](const Variable& dy) { return flip(dy, axis); }}});
}

}  // namespace mien
