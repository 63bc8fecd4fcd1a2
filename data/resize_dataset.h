#pragma once

#include "data/rewrite_dataset.h"

namespace mien {

/// Brings a parsing to another size: each pixel gets the class that most of what it covers has.
///
///   parsing  uint8 [H, W]      returns uint8 [size, size]
Tensor resize_parsing(const Tensor& parsing, Index size);

/// The class whose map is the largest at each pixel.
///
///   maps  float32 [H, W, classes]      returns uint8 [H, W]
Tensor largest_class(const Tensor& maps);

/// How a data set is brought to another size: images with antialiasing, landmarks and parsings with
/// them.
Rewriting resizing(const Dataset& dataset, Index size);

}  // namespace mien
