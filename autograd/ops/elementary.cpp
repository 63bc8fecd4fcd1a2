#include "autograd/ops/elementary.h"

#include "autograd/from_op.h"
#include "autograd/map.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/compare.h"
#include "autograd/ops/sum.h"
#include "autograd/ops/where.h"
#include "tensor/functors/elementary.h"

namespace mien {

Variable abs(const Variable& x) {
  return from_op("abs", map("abs", functors::Abs{}, x.value()),
                 {{x, [x = saved(x, "x")](const Variable& dy) { return dy * sign(x()); }}});
}

Variable sign(const Variable& x) { return Variable(map("sign", functors::Sign{}, x.value())); }

Variable exp(const Variable& x) {
  return from_op("exp", map("exp", functors::Exp{}, x.value()),
                 {{x, [](const Variable& dy, const Variable& y) { return dy * y; }}});
}

Variable log(const Variable& x) {
  return from_op("log", map("log", functors::Log{}, x.value()),
                 {{x, [x = saved(x, "x")](const Variable& dy) { return dy / x(); }}});
}

Variable sqrt(const Variable& x) {
  return from_op("sqrt", map("sqrt", functors::Sqrt{}, x.value()),
                 {{x, [](const Variable& dy, const Variable& y) { return dy / (2 * y); }}});
}

Variable square(const Variable& x) {
  return from_op("square", map("square", functors::Square{}, x.value()),
                 {{x, [x = saved(x, "x")](const Variable& dy) { return dy * (2 * x()); }}});
}

Variable pow(const Variable& x, double exponent) {
  // Without these x^0 would have the derivative 0 * infinity at 0, and squares would be slow.
  if (exponent == 0) return where(scalar_like(x, 0), x, scalar_like(x, 1));
  if (exponent == 1) return x * 1.0;
  if (exponent == 2) return square(x);
  const Tensor p = full({}, exponent, x.dtype(), x.device());
  return from_op("pow", map("pow", functors::Pow{}, x.value(), p),
                 {{x, [x = saved(x, "x"), exponent](const Variable& dy) {
                     return dy * (exponent * pow(x(), exponent - 1));
                   }}});
}

Variable pow(const Variable& x, const Variable& exponent) {
  const auto gradient_x = [x = saved(x, "x"),
                           exponent = saved(exponent, "exponent")](const Variable& dy) {
    // Of 0^0 it would be 0 * infinity.
    const Variable both_zero = equal(x(), 0) * equal(exponent(), 0);
    const Variable base = where(both_zero, scalar_like(x(), 1), x());
    return sum_to(dy * exponent() * pow(base, exponent() - 1.0), x().shape());
  };
  const auto gradient_exponent = [x = saved(x, "x"), to = exponent.shape()](const Variable& dy,
                                                                            const Variable& y) {
    const Variable positive = greater(x(), 0);
    const Variable logarithm = log(where(positive, x(), scalar_like(x(), 1)));
    return sum_to(where(positive, dy * y, scalar_like(dy, 0)) * logarithm, to);
  };
  return from_op("pow", map("pow", functors::Pow{}, x.value(), exponent.value()),
                 {{x, gradient_x}, {exponent, gradient_exponent}});
}

}  // namespace mien
