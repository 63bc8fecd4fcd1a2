#pragma once

#include "losses/reduction.h"

namespace mien {

/// Absolute error: mean (or sum) of |y - target| over all elements.
///
///   y, target  one shape      returns a scalar
///
/// Where y equals the target the derivative used is 0.
/// Throws std::invalid_argument unless the shapes agree.
Variable l1_loss(const Variable& y, const Variable& target, Reduction reduction = Reduction::mean);

}  // namespace mien
