#include "autograd/ops/reshape.h"

#include "autograd/from_op.h"

namespace mien {

Variable reshape(const Variable& x, const Shape& shape) {
  return from_op("reshape", x.value().reshape(shape),
                 {{x, [to = x.shape()](const Variable& dy) { return reshape(dy, to); }}});
}

Variable flatten(const Variable& x) {
  check(x.rank() >= 1, "flatten: x must be [N, ...], got a scalar");
  const Index rows = x.dim(0);
  return reshape(x, {rows, rows == 0 ? 0 : x.numel() / rows});
}

}  // namespace mien
