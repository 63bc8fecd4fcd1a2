#pragma once

#include "autograd/ops/image_size.h"
#include "autograd/variable.h"

namespace mien {

/// Sampling grids [N, H, W, 2] for grid_sample. The last axis holds (y, x). The identity grid is
/// y = -1 + 2 i / (H - 1), x = -1 + 2 j / (W - 1) at row i and column j, and 0 along an axis of one
/// pixel.

/// Grids of affine maps: (y', x') = M (y, x, 1) at each position (y, x) of the identity grid.
///
///   parameters  [N, 6], the 2 x 3 matrix M row by row      returns [N, size.height, size.width, 2]
///
/// (1, 0, 0, 0, 1, 0) is the identity. Throws std::invalid_argument for other shapes.
Variable affine_grid(const Variable& parameters, ImageSize size);

/// Grids of rotations, scalings and translations: M = s R(a) [I | t], so that the translation is
/// itself scaled and rotated.
///
///   M = s [cos a  -sin a  t1 cos a - t2 sin a]
///         [sin a   cos a  t1 sin a + t2 cos a]
///
///   parameters  [N, 4], in this order: the angle a in radians, the scale s, t1 along y, t2 along x
///   returns     [N, size.height, size.width, 2]
///
/// (0, 1, 0, 0) is the identity. Throws std::invalid_argument for other shapes.
/// The spatial transformers of Shiri et al., "Identity-preserving Face Recovery from Portraits",
/// WACV 2018, and of the works it builds on.
Variable similarity_grid(const Variable& parameters, ImageSize size);

/// The affine parameters [N, 6] of similarity parameters [N, 4]: M as above.
Variable similarity_matrix(const Variable& parameters);

/// Grids of a dense flow: the identity grid plus the flow, which is measured in the same units
/// (2 is the whole image).      flow  [N, H, W, 2]
///
/// Throws std::invalid_argument for other shapes.
Variable dense_grid(const Variable& flow);

}  // namespace mien
