#include "autograd/ops/cast.h"

#include "autograd/from_op.h"

namespace mien {

Variable cast(const Variable& x, DType dtype) {
  check(is_floating(dtype), "cast: needs a floating dtype, got ", dtype);
  if (x.dtype() == dtype) return x;
  return from_op("cast", x.value().to(dtype),
                 {{x, [to = x.dtype()](const Variable& dy) { return cast(dy, to); }}});
}

}  // namespace mien
