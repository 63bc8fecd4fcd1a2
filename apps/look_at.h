#pragma once

#include "tensor/tensor.h"

namespace mien {

/// A square of pixels, not bound to an image.
struct Square {
  Index x, y, side;
};

/// What lies in a square, at another size; beyond the image its edge goes on.
///
///   image  uint8 [H, W, 3]      returns float32 [side, side, 3] in [-1, 1]
Tensor look_at(const Tensor& image, const Square& square, Index side);

}  // namespace mien
