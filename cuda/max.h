#pragma once

#include "cuda/context.h"

namespace mien::cuda {

/// y[a, b] = the largest x[a, r, b] over r, and where it is first found. Assigns y and index.
///
///   x  [A, R, B]      y, index  [A, B]
///
/// A NaN counts as larger than anything. R must be positive.
template <class T>
void max_middle(const Context& context, Index A, Index R, Index B, const T* x, T* y, Index* index);

/// y[a, b] = x[a, index[a, b], b]. Assigns y.
template <class T>
void take_middle(const Context& context, Index A, Index R, Index B, const T* x, const Index* index,
                 T* y);

/// x[a, index[a, b], b] = y[a, b], and 0 elsewhere: the adjoint of take_middle. Assigns x.
template <class T>
void put_middle(const Context& context, Index A, Index R, Index B, const T* y, const Index* index,
                T* x);

}  // namespace mien::cuda
