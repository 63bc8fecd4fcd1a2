#pragma once

#include "tensor/tensor.h"

namespace mien {

/// Pixels of files as those of networks, mirrored left to right where wished: 0 becomes -1, 255
/// becomes 1.
///
///   pixels    uint8 [N, H, W, C]
///   mirrored  uint8 [N], beside them: 1 where an image is to be mirrored, else 0
///   returns   float32 [N, H, W, C], beside them, with the same bits on every device
///
/// Throws std::invalid_argument for other types and shapes.
Tensor normalize_images(const Tensor& pixels, const Tensor& mirrored);

}  // namespace mien
