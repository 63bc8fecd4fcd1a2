#include "autograd/ops/arithmetic.h"

#include "autograd/from_op.h"
#include "autograd/map.h"
#include "autograd/ops/sum.h"
#include "tensor/functors/arithmetic.h"

namespace mien {

Variable add(const Variable& a, const Variable& b) {
  return from_op("add", map("add", functors::Add{}, a.value(), b.value()),
                 {{a, [to = a.shape()](const Variable& dy) { return sum_to(dy, to); }},
                  {b, [to = b.shape()](const Variable& dy) { return sum_to(dy, to); }}});
}

Variable subtract(const Variable& a, const Variable& b) {
  return from_op("subtract", map("subtract", functors::Subtract{}, a.value(), b.value()),
                 {{a, [to = a.shape()](const Variable& dy) { return sum_to(dy, to); }},
                  {b, [to = b.shape()](const Variable& dy) { return sum_to(-dy, to); }}});
}

Variable multiply(const Variable& a, const Variable& b) {
  return from_op("multiply", map("multiply", functors::Multiply{}, a.value(), b.value()),
                 {{a, [b = saved(b, "b"),
                       to = a.shape()](const Variable& dy) { return sum_to(dy * b(), to); }},
                  {b, [a = saved(a, "a"), to = b.shape()](const Variable& dy) {
                     return sum_to(dy * a(), to);
                   }}});
}

Variable divide(const Variable& a, const Variable& b) {
  return from_op("divide", map("divide", functors::Divide{}, a.value(), b.value()),
                 {{a, [b = saved(b, "b"),
                       to = a.shape()](const Variable& dy) { return sum_to(dy / b(), to); }},
                  {b, [b = saved(b, "b"), to = b.shape()](const Variable& dy, const Variable& y) {
                     return sum_to(-(dy * y / b()), to);
                   }}});
}

Variable negate(const Variable& x) {
  return from_op("negate", map("negate", functors::Negate{}, x.value()),
                 {{x, [](const Variable& dy) { return -dy; }}});
}

Variable scalar_like(const Variable& like, double value) {
  return Variable(full({}, value, like.dtype(), like.device()));
}

}  // namespace mien
