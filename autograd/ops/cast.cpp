#include "autograd/ops/cast.h"

#include "autograd/from_op.h"
#include "cuda/context.h"
#include "tensor/build.h"

namespace mien {

Variable cast(const Variable& x, DType dtype) {
  check(is_floating(dtype), "cast: needs a floating dtype, got ", dtype);
  if (x.dtype() == dtype) return x;
  return from_op("cast", x.value().to(dtype),
                 {{x, [to = x.dtype()](const Variable& dy) { return cast(dy, to); }}});
}

Variable widened(const Variable& x) { return cast(x, wide(x.dtype())); }

Variable autocast(const Variable& x) {
  if constexpr (kWithCuda) {
    if (x.device().type == DeviceType::cuda && x.dtype() == DType::float32 &&
        cuda::context(x.device().index).settings().precision == cuda::Precision::bf16) {
      return cast(x, DType::bfloat16);
    }
  }
  return x;
}

std::vector<Variable> autocast(const std::vector<Variable>& maps) {
  std::vector<Variable> kept;
  for (const Variable& map : maps) kept.push_back(autocast(map));
  return kept;
}

}  // namespace mien
