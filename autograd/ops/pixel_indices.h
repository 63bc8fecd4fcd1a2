#pragma once

#include "autograd/ops/image_size.h"
#include "tensor/tensor.h"

namespace mien {

/// Throws std::invalid_argument naming `op` unless all `indices` (int32, y * W + x) are at least
/// `lowest` and within an image of the given size. Waits for a card that they are on.
void check_pixel_indices(const char* op, const Tensor& indices, Index lowest, ImageSize size);

}  // namespace mien
