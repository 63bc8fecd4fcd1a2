#pragma once

#include <span>

#include "cpu/context.h"
#include "tensor/shape.h"

namespace mien::cpu {

/// Reorders axes: axis k of y is axis axes[k] of x. Assigns y.
///
/// Runs of axes that stay together are copied as one. Where the last axis of x moves, the two last
/// axes are transposed in tiles that fit the cache.
template <class T>
void permute(const Context& context, const Shape& x_shape, std::span<const int> axes, const T* x,
             T* y);

}  // namespace mien::cpu
