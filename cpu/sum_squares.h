#pragma once

#include <span>
#include <vector>

#include "cpu/context.h"

namespace mien::cpu {

/// The sum of all x^2 of all rows, in double: each block of a fixed size by itself, then the blocks
/// in order (Note [Same bits for any number of threads]).
template <class T>
double sum_squares(const Context& context, const std::vector<std::span<const T>>& rows);

}  // namespace mien::cpu
