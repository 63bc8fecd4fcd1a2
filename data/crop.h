#pragma once

#include <iosfwd>

#include "tensor/tensor.h"

namespace mien {

/// A rectangle of pixels: columns x ... x + width - 1, rows y ... y + height - 1, y downwards.
struct Box {
  Index x = 0, y = 0;
  Index width = 0, height = 0;

  bool operator==(const Box&) const = default;
};

/// "x,y,width,height", as the programs' --crop takes it.
std::ostream& operator<<(std::ostream& out, const Box& box);

/// The pixels inside `box`.
///
///   image  [H, W, C] of any type      returns [box.height, box.width, C]
///
/// Throws std::invalid_argument, naming box and image, unless the box holds a pixel and lies in the
/// image.
Tensor crop(const Tensor& image, const Box& box);

/// The largest square in the middle of an image of this size; where it cannot be exact, the spare
/// row or column stays at the bottom or right.
Box centre_square(Index height, Index width);

/// crop(image, centre_square(H, W)).
Tensor crop_centre_square(const Tensor& image);

}  // namespace mien
