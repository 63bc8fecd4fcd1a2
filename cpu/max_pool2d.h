#pragma once

#include "cpu/context.h"
#include "tensor/pool2d_geometry.h"

namespace mien::cpu {

/// The largest value of each window, and where it is: y = x[n, index, c], index = h * W + w.
///
///   x  [N, H, W, C]      y, indices  [N, Ho, Wo, C]
///
/// Of equal values the first counts; a NaN counts as the largest. Assigns both outputs;
/// indices may be nullptr.
template <class T>
void max_pool2d(const Context& context, const Pool2dGeometry& geometry, const T* x, T* y,
                std::int32_t* indices);

/// x[n, p, c] = sum of y[n, o, c] over the windows o around p whose index is p. Assigns x.
template <class T>
void max_pool2d_scatter(const Context& context, const Pool2dGeometry& geometry, const T* y,
                        const std::int32_t* indices, T* x);

/// y[n, o, c] = x[n, indices[n, o, c], c]: the adjoint of the scatter. Assigns y.
template <class T>
void max_pool2d_gather(const Context& context, const Pool2dGeometry& geometry, const T* x,
                       const std::int32_t* indices, T* y);

}  // namespace mien::cpu
