#pragma once

#include <vector>

#include "tensor/tensor.h"

namespace mien {

/// Pixels of files as pixels of networks: 0 becomes -1, 255 becomes 1.
///
///   image  uint8, any shape      returns float32 of that shape, image / 127.5 - 1
Tensor to_float(const Tensor& image);

/// Pixels of networks as pixels of files: rounded to nearest, clamped to 0 ... 255.
///
///   image  float32 in [-1, 1], any shape      returns uint8 of that shape
///
/// Undoes to_float exactly. Values outside [-1, 1] saturate; a NaN becomes 0.
Tensor to_uint8(const Tensor& image);

/// Images of equal shape and type as one batch: n of [H, W, C] give [n, H, W, C].
/// Throws std::invalid_argument when there is none or when shapes or types differ.
Tensor stack_images(const std::vector<Tensor>& images);

/// Image `index` of a batch [N, H, W, C], as a view [H, W, C].
Tensor image_of(const Tensor& batch, Index index);

}  // namespace mien
