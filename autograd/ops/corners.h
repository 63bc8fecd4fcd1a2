#pragma once

#include "autograd/ops/image_size.h"
#include "autograd/variable.h"

namespace mien {

/// Note [Sampling is closed under differentiation]: bilinear sampling reads, for each point, the
/// four pixels around it, its corners, with weights that depend on the point alone. Given the
/// corners, three ops are each other's gradients, to any order, as for convolution:
///
///   gather   y  = sum over k of weights[k] x[index k]      linear in x and weights
///   scatter  dx = its adjoint in x                         linear in dy and weights
///   dot      dweights[k] = <x[index k], dy>                linear in x and dy
///
/// So only the weights need a derivative of their own with respect to the positions.

/// The four pixels around each sampling point.
struct Corners {
  Variable weights;  ///< [N, Ho, Wo, 4] for (y0, x0), (y0, x1), (y1, x0), (y1, x1); sum 1
  Tensor indices;    ///< the same shape, int32: y * W + x, or -1 outside the image
};

/// The corners of the positions of `grid` in an image of the given size; conventions as for
/// grid_sample. Between two pixel centres the weights are bilinear; at a centre, where their slope
/// jumps, the one towards the next pixel is used.
Corners bilinear_corners(const Variable& grid, ImageSize size);

/// y[n, i, j, c] = sum over k of weights[n, i, j, k] x[n, indices[n, i, j, k], c].
///
///   x  [N, H, W, C]      weights, indices  [N, Ho, Wo, 4]      returns [N, Ho, Wo, C]
///
/// Corners outside the image count as zeros. Throws std::invalid_argument for shapes that do not
/// fit, dtypes or devices that differ, and indices beyond the image; on a card, where to look at
/// them would be to wait, such corners count as zeros. Likewise below.
Variable gather_corners(const Variable& x, const Variable& weights, const Tensor& indices);

/// The adjoint of gather_corners in x: adds weights * dy up at the corners of an image.
///
///   dy  [N, Ho, Wo, C]      returns [N, size.height, size.width, C]
Variable scatter_corners(const Variable& dy, const Variable& weights, const Tensor& indices,
                         ImageSize size);

/// The gradient of gather_corners in its weights: inner products over the channels of each corner.
///
///   x  [N, H, W, C]      dy  [N, Ho, Wo, C]      returns [N, Ho, Wo, 4]
Variable dot_corners(const Variable& x, const Variable& dy, const Tensor& indices);

}  // namespace mien
