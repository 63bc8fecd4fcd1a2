#pragma once

#include "tensor/tensor.h"

namespace mien {

/// Landmarks of a face, in the order of iBUG 300-W: jaw 0-16 from the viewer's left, brows 17-26,
/// bridge 27-30, bottom of the nose 31-35, eyes 36-47, outer lips 48-59, inner lips 60-67.
inline constexpr Index kLandmarks = 68;

/// Where landmark `i` of the 68 goes when a face is mirrored: its partner on the other side.
Index mirrored_landmark(Index i);

/// Writes the 68 pairs (x, y) of an image of `side` columns, or those of the mirrored image: they
/// change sides and names.
///   points  float32 [68, 2], in pixels
void write_landmarks(const Tensor& points, Index side, bool mirrored, float* to);

}  // namespace mien
