#pragma once

#include "autograd/variable.h"

namespace mien {

/// Elementary functions of each element. Outside their domains they follow IEEE: log(0) is
/// -infinity, the square root and the logarithm of a negative number are NaN.

/// y = |x|. At x == 0 the derivative used is 0.
Variable abs(const Variable& x);
/// y = -1, 0 or 1: a constant, its derivative is zero wherever it exists.
Variable sign(const Variable& x);
/// y = e^x
Variable exp(const Variable& x);
/// y = ln x
Variable log(const Variable& x);
/// y = x^(1/2). The derivative at 0 is infinite; add an epsilon where 0 can occur.
Variable sqrt(const Variable& x);
/// y = x^2
Variable square(const Variable& x);

/// y = x^exponent. A negative x needs an integer exponent; x^0 is 1 for every x.
Variable pow(const Variable& x, double exponent);
/// y = x^exponent with one exponent per element, broadcast as in arithmetic.
///
/// Where x <= 0 the derivative with respect to the exponent is taken as 0; where both are 0, that
/// with respect to x is.
/// Throws std::invalid_argument when shapes do not broadcast or dtypes differ.
Variable pow(const Variable& x, const Variable& exponent);

}  // namespace mien
