#pragma once

#include "tensor/tensor.h"

namespace mien {

/// Throws std::invalid_argument, naming `metric`, unless both are uint8 [H, W, 3] of one size.
void check_image_pair(const Tensor& image, const Tensor& reference, const char* metric);

}  // namespace mien
