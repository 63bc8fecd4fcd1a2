#pragma once

#include "autograd/variable.h"

namespace mien {

/// Reads an image at the positions of a grid, by bilinear interpolation.
///
///   x  [N, H, W, C]      grid  [N, Ho, Wo, 2]      returns [N, Ho, Wo, C]
///
/// The last axis of the grid holds (y, x): -1 is the centre of the first row or column, 1 that of
/// the last (corners aligned). Position (y, x) lies at pixel ((y + 1) (H - 1) / 2,
/// (x + 1) (W - 1) / 2); of the four pixels around it those outside the image count as zeros.
/// Gradients flow to the image and to the grid. A position that is not finite gives NaN.
/// Throws std::invalid_argument for other ranks, another batch size or differing dtypes.
/// Jaderberg et al., "Spatial Transformer Networks", NIPS 2015, section 3.3; there and elsewhere
/// grids hold (x, y).
Variable grid_sample(const Variable& x, const Variable& grid);

}  // namespace mien
