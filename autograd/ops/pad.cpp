#include "autograd/ops/pad.h"

#include "autograd/dispatch.h"
#include "autograd/from_op.h"
#include "cpu/pad.h"
#include "cuda/pad.h"

namespace mien {
namespace {

// The input position that output position `at` (counted from the first input position) shows.
Index source_of(Index at, Index size, PadMode mode) {
  if (0 <= at && at < size) return at;
  switch (mode) {
    case PadMode::reflect:
      return at < 0 ? -at : 2 * (size - 1) - at;
    case PadMode::replicate:
      return at < 0 ? 0 : size - 1;
    default:
      return -1;
  }
}

PadSource sources(Index before, Index size, Index after, PadMode mode) {
  const Index most = std::max(before, after);
  check(before >= 0 && after >= 0, "pad: padding must not be negative, got ", before, " and ",
        after);
  check(mode != PadMode::reflect || most == 0 || most < size, "pad: cannot reflect ", most,
        " pixels of ", size);
  check(mode != PadMode::replicate || most == 0 || size > 0, "pad: nothing to replicate");
  PadSource result;
  for (Index at = -before; at < size + after; ++at) result.push_back(source_of(at, size, mode));
  return result;
}

}  // namespace

Variable pad(const Variable& x, const Padding& padding, PadMode mode) {
  check(x.rank() == 4, "pad: x must be [N, H, W, C], got ", x.shape());
  const Index N = x.dim(0), H = x.dim(1), W = x.dim(2), C = x.dim(3);
  const PadSource rows = sources(padding.top, H, padding.bottom, mode);
  const PadSource columns = sources(padding.left, W, padding.right, mode);

  Tensor y({N, std::ssize(rows), std::ssize(columns), C}, x.dtype(), x.value().device());
  dispatch_maps(y, [&]<class T>(auto& backend) {
    pad(backend, N, H, W, C, rows, columns, x.value().data<T>(), y.mutable_data<T>());
  });
  return from_op(
      "pad", y,
      {{x, [padding, mode](const Variable& dy) { return pad_backward(dy, padding, mode); }}});
}

Variable pad_backward(const Variable& dy, const Padding& padding, PadMode mode) {
  check(dy.rank() == 4, "pad_backward: dy must be [N, H, W, C], got ", dy.shape());
  const Index N = dy.dim(0), H = dy.dim(1) - padding.top - padding.bottom;
  const Index W = dy.dim(2) - padding.left - padding.right, C = dy.dim(3);
  check(H >= 0 && W >= 0, "pad_backward: dy of ", dy.shape(), " is smaller than its padding");
  const PadSource rows = sources(padding.top, H, padding.bottom, mode);
  const PadSource columns = sources(padding.left, W, padding.right, mode);

  Tensor dx({N, H, W, C}, dy.dtype(), dy.value().device());
  dispatch_maps(dx, [&]<class T>(auto& backend) {
    pad_backward(backend, N, H, W, C, rows, columns, dy.value().data<T>(), dx.mutable_data<T>());
  });
  return from_op("pad_backward", dx,
                 {{dy, [padding, mode](const Variable& ddx) { return pad(ddx, padding, mode); }}});
}

}  // namespace mien
