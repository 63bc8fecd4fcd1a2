#pragma once

#include "cuda/context.h"
#include "tensor/corner_geometry.h"

namespace mien::cuda {

/// The corners of each point and their bilinear weights. Assigns both.
///
///   grid  [N, P, 2]  (y, x), -1 and 1 being the centres of the first and last row or column
///   weights, indices  [N, P, 4]
///
/// A position that is not finite has NaN weights on pixel 0, so that it shows in the result.
template <class T>
void bilinear_corners(const Context& context, const CornerGeometry& geometry, const T* grid,
                      T* weights, std::int32_t* indices);

/// The gradient of the weights with respect to the grid. Assigns dgrid.
template <class T>
void bilinear_corners_backward(const Context& context, const CornerGeometry& geometry,
                               const T* weights, const T* dweights, T* dgrid);

/// y[n, p, c] = sum over corners k of weights[n, p, k] x[n, indices[n, p, k], c]. Assigns y.
template <class T>
void gather_corners(const Context& context, const CornerGeometry& geometry, const T* x,
                    const T* weights, const std::int32_t* indices, T* y);

/// x[n, i, c] = sum of weights[n, p, k] y[n, p, c] over the corners whose index is i, in the order
/// of the points if the context is to be deterministic, else in any. Assigns x.
template <class T>
void scatter_corners(const Context& context, const CornerGeometry& geometry, const T* y,
                     const T* weights, const std::int32_t* indices, T* x);

/// products[n, p, k] = sum over c of x[n, indices[n, p, k], c] y[n, p, c]; 0 outside the image.
/// Assigns products.
template <class T>
void dot_corners(const Context& context, const CornerGeometry& geometry, const T* x, const T* y,
                 const std::int32_t* indices, T* products);

}  // namespace mien::cuda
