#pragma once

#include "cuda/context.h"

namespace mien::cuda {

/// y[i, c] += bias[c] for `pixels` rows of bias's length.
template <class T>
void add_bias(const Context& context, Index pixels, Index channels, const T* bias, T* y);

}  // namespace mien::cuda
