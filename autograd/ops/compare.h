#pragma once

#include "autograd/ops/arithmetic.h"

namespace mien {

/// Comparisons of each element: 1 where they hold, else 0, in the dtype compared.
///
/// The results are constants, to be used as masks (`where`, products). Shapes broadcast as in
/// arithmetic. A comparison with NaN does not hold, except that NaN is not equal to anything.
/// Each throws std::invalid_argument when shapes do not broadcast or dtypes differ.
Variable greater(const Variable& a, const Variable& b);
Variable greater_equal(const Variable& a, const Variable& b);
Variable less(const Variable& a, const Variable& b);
Variable less_equal(const Variable& a, const Variable& b);
Variable equal(const Variable& a, const Variable& b);
Variable not_equal(const Variable& a, const Variable& b);

inline Variable greater(const Variable& a, double b) { return greater(a, scalar_like(a, b)); }
inline Variable greater_equal(const Variable& a, double b) {
  return greater_equal(a, scalar_like(a, b));
}
inline Variable less(const Variable& a, double b) { return less(a, scalar_like(a, b)); }
inline Variable less_equal(const Variable& a, double b) { return less_equal(a, scalar_like(a, b)); }
inline Variable equal(const Variable& a, double b) { return equal(a, scalar_like(a, b)); }
inline Variable not_equal(const Variable& a, double b) { return not_equal(a, scalar_like(a, b)); }

}  // namespace mien
