#pragma once

#include "cuda/context.h"

namespace mien::cuda {

/// y[n, k] = e^(x[n, k]) / sum over j of e^(x[n, j]), or its logarithm. Assigns y.
///
///   x, y  [N, K]
///
/// Each row's maximum is subtracted first, so nothing overflows; the sum is taken in double.
template <class T>
void softmax(const Context& context, Index N, Index K, const T* x, T* y);
template <class T>
void log_softmax(const Context& context, Index N, Index K, const T* x, T* y);

}  // namespace mien::cuda
