#pragma once

#include "autograd/variable.h"

namespace mien {

/// Element-wise arithmetic. Shapes broadcast as in NumPy; the gradient of a broadcast input is
/// summed back to its shape. Each throws std::invalid_argument when shapes do not broadcast or
/// dtypes differ. Division follows IEEE: x / 0 is an infinity or NaN.

/// y = a + b
Variable add(const Variable& a, const Variable& b);
/// y = a - b
Variable subtract(const Variable& a, const Variable& b);
/// y = a b
Variable multiply(const Variable& a, const Variable& b);
/// y = a / b
Variable divide(const Variable& a, const Variable& b);
/// y = -x
Variable negate(const Variable& x);

/// A constant scalar of the dtype and device of `like`, to broadcast.
Variable scalar_like(const Variable& like, double value);

inline Variable operator+(const Variable& a, const Variable& b) { return add(a, b); }
inline Variable operator-(const Variable& a, const Variable& b) { return subtract(a, b); }
inline Variable operator*(const Variable& a, const Variable& b) { return multiply(a, b); }
inline Variable operator/(const Variable& a, const Variable& b) { return divide(a, b); }
inline Variable operator-(const Variable& x) { return negate(x); }

inline Variable operator+(const Variable& a, double b) { return a + scalar_like(a, b); }
inline Variable operator-(const Variable& a, double b) { return a - scalar_like(a, b); }
inline Variable operator*(const Variable& a, double b) { return a * scalar_like(a, b); }
inline Variable operator/(const Variable& a, double b) { return a / scalar_like(a, b); }
inline Variable operator+(double a, const Variable& b) { return scalar_like(b, a) + b; }
inline Variable operator-(double a, const Variable& b) { return scalar_like(b, a) - b; }
inline Variable operator*(double a, const Variable& b) { return scalar_like(b, a) * b; }
inline Variable operator/(double a, const Variable& b) { return scalar_like(b, a) / b; }

}  // namespace mien
