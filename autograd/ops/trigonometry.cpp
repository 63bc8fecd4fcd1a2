#include "autograd/ops/trigonometry.h"

#include "autograd/from_op.h"
#include "autograd/map.h"
#include "autograd/ops/arithmetic.h"
#include "tensor/functors/trigonometry.h"

namespace mien {

Variable sin(const Variable& x) {
  return from_op("sin", map("sin", functors::Sin{}, x.value()),
                 {{x, [x = saved(x, "x")](const Variable& dy) { return dy * cos(x()); }}});
}

Variable cos(const Variable& x) {
  return from_op("cos", map("cos", functors::Cos{}, x.value()),
                 {{x, [x = saved(x, "x")](const Variable& dy) { return -dy * sin(x()); }}});
}

}  // namespace mien
