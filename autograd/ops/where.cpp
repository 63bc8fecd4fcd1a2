#include "autograd/ops/where.h"

#include "autograd/from_op.h"
#include "autograd/map.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/sum.h"
#include "tensor/functors/compare.h"

namespace mien {

Variable where(const Variable& mask, const Variable& a, const Variable& b) {
  const Saved m = saved(mask.detach(), "mask");
  return from_op(
      "where", map("where", functors::Where{}, mask.value(), a.value(), b.value()),
      {{a, [m, to = a.shape()](
               const Variable& dy) { return sum_to(where(m(), dy, scalar_like(dy, 0)), to); }},
       {b, [m, to = b.shape()](const Variable& dy) {
          return sum_to(where(m(), scalar_like(dy, 0), dy), to);
        }}});
}

}  // namespace mien
