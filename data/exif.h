#pragma once

#include <cstddef>
#include <span>

#include "tensor/tensor.h"

namespace mien {

/// How a JPEG file's pixels must be turned to stand upright, by its EXIF tag 0x0112: 1 to 8.
///
/// 1 (as stored) where the file has no such tag or a malformed one: it is a remark beside the
/// picture, and a picture with a damaged remark is still a picture.
/// EXIF 2.32, sections 4.5 and 4.6.4.
int exif_orientation(std::span<const std::byte> jpeg);

/// The image turned and mirrored as `orientation` asks.
///
///   image  uint8 [H, W, 3]      returns uint8 [H, W, 3], or [W, H, 3] for orientations 5 to 8
///
/// 1 as is, 2 mirrored, 3 upside down, 4 mirrored upside down, 5 transposed, 6 turned right,
/// 7 transposed across the other diagonal, 8 turned left.
Tensor turn_upright(const Tensor& image, int orientation);

}  // namespace mien
