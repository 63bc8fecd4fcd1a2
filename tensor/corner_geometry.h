#pragma once

#include "tensor/check.h"
#include "tensor/functors/host_device.h"

namespace mien {

/// Sizes of bilinear sampling: P points in each of N images of H x W pixels and C channels.
///
/// Each point has four corners, the pixels around it, in the order (y0, x0), (y0, x1), (y1, x0),
/// (y1, x1). A corner's index is y * W + x, or -1 if it lies outside the image.
struct CornerGeometry {
  Index N, P, H, W, C;

  MIEN_HOST_DEVICE bool has(Index index) const { return 0 <= index && index < H * W; }
};

}  // namespace mien
