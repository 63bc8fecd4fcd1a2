#pragma once

#include <span>
#include <vector>

#include "cuda/context.h"

namespace mien::cuda {

/// y = the sum of all x^2 of all rows, in double by the fixed tree of cuda/sum_of.h. Assigns y, one
/// element on the card.
template <class T>
void sum_squares(const Context& context, const std::vector<std::span<const T>>& rows, double* y);

}  // namespace mien::cuda
