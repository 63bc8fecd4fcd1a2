#pragma once

#include <span>
#include <vector>

#include "cuda/context.h"

namespace mien::cuda {

/// y = the sum of all x^2 of all rows, in double in a fixed order (Note [Sums over rows]). Assigns
/// y, one element on the card.
template <class T>
void sum_squares(const Context& context, const std::vector<std::span<const T>>& rows, double* y);

}  // namespace mien::cuda
