#pragma once

#include <span>

#include "cuda/context.h"
#include "tensor/shape.h"

namespace mien::cuda {

/// Reorders axes: axis k of y is axis axes[k] of x. Assigns y.
template <class T>
void permute(const Context& context, const Shape& x_shape, std::span<const int> axes, const T* x,
             T* y);

}  // namespace mien::cuda
