#pragma once

#include "autograd/variable.h"

namespace mien {

/// The smaller of two values, element by element. Shapes broadcast as in arithmetic.
///
/// Where both are equal the gradient goes to a. NaN if either is NaN.
/// Throws std::invalid_argument when shapes do not broadcast or dtypes differ.
Variable minimum(const Variable& a, const Variable& b);

/// The larger of two values; otherwise like `minimum`.
Variable maximum(const Variable& a, const Variable& b);

/// x moved into [low, high]. The derivative is 1 on the closed interval and 0 outside.
///
/// One side is left open by an infinity. Throws std::invalid_argument unless low <= high.
Variable clamp(const Variable& x, double low, double high);

/// dx = dy where low <= x <= high, else 0: the gradient of clamp, itself an op.
Variable clamp_backward(const Variable& x, const Variable& dy, double low, double high);

}  // namespace mien
