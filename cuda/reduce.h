#pragma once

#include "cuda/context.h"
#include "tensor/bfloat16.h"

namespace mien::cuda {

/// y[a, b] = sum over r of x[a, r, b]. Assigns y.
///
///   x  [A, R, B]      y  [A, B]
///
/// The sum is taken in double in a fixed order (Note [Sums over rows]).
template <class T>
void sum_middle(const Context& context, Index A, Index R, Index B, const T* x, Wide<T>* y);

}  // namespace mien::cuda
