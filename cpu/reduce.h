#pragma once

#include "cpu/context.h"

namespace mien::cpu {

/// y[a, b] = sum over r of x[a, r, b]. Assigns y.
///
///   x  [A, R, B]      y  [A, B]
///
/// The R axis is cut into chunks of a fixed length, whose sums are added in a fixed order in double
/// (Note [Same bits for any number of threads]).
template <class T>
void sum_middle(const Context& context, Index A, Index R, Index B, const T* x, T* y);

}  // namespace mien::cpu
