#pragma once

#include <filesystem>

#include "data/face_class.h"
#include "tensor/tensor.h"

namespace mien {

/// Reads a parsing from a picture: a grey one, each pixel the number of its FaceClass.
///
///   returns uint8 [height, width, 1]
///
/// Throws ImageError as read_image does; std::invalid_argument, naming the file, for another size
/// than asked for, a coloured picture, or a number there is not.
Tensor read_parsing_picture(const std::filesystem::path& path, Index height, Index width);

/// A parsing as networks take it, brought to a size by its nearest pixels.
///
///   parsing  uint8 [H, W, 1]      returns float32 [1, size, size, 8], 0 or 1
Tensor one_hot_parsing(const Tensor& parsing, Index size);

}  // namespace mien
