#pragma once

#include "autograd/variable.h"

namespace mien {

/// Rows [top, top + height) and columns [left, left + width) of an image.
struct Window {
  Index top = 0, left = 0;
  Index height = 0, width = 0;

  bool operator==(const Window&) const = default;
};

/// The smallest window that holds all landmarks of a face, what the local discriminator looks at.
///
///   landmarks  [K, 2], (x, y) in pixels: 0 is the centre of the first column or row
///
/// Rounded outwards and cut to the image. A side below `smallest` is widened to both sides as far
/// as the image goes. Throws std::invalid_argument for other shapes, landmarks that are not finite,
/// or an image smaller than `smallest`.
Window face_window(const Tensor& landmarks, Index height, Index width, Index smallest);

/// The window of every image of a batch: x [N, H, W, C] to [N, window.height, window.width, C].
/// Throws std::invalid_argument for a window that is not inside the image.
Variable crop(const Variable& x, const Window& window);

}  // namespace mien
