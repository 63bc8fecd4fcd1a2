#pragma once

#include "cuda/context.h"
#include "tensor/conv2d_geometry.h"

namespace mien::cuda {

/// Does to the sums of a convolution, y [pixels, channels], what the epilogue asks, in one pass, or
/// none where nothing is asked; moments take one more.
template <class T>
void finish(const Context& context, Index pixels, Index channels, const Conv2dEpilogue<T>& epilogue,
            T* y);

}  // namespace mien::cuda
