#pragma once

#include "tensor/pool2d_geometry.h"
#include "tensor/shape.h"

namespace mien {

/// Square pooling windows.
struct Pool2dOptions {
  Index kernel = 2;
  Index stride = 0;   ///< pixels between windows; 0 means `kernel`
  Index padding = 0;  ///< pixels added to each side; at most kernel / 2
  /// Round the number of windows up instead of down, so that windows may hang over the lower and
  /// right border. A window always begins inside the image or its padding above and to the left.
  bool ceil_mode = false;
  /// Average pooling only: divide by the pixels of the window with padding, instead of those inside
  /// the image. What hangs over because of ceil_mode never counts.
  bool count_include_pad = true;
};

/// The sizes of pooling an image batch [N, H, W, C].
///
/// Throws std::invalid_argument naming `op` when x has another rank, for options out of range, and
/// when no window fits.
Pool2dGeometry pool2d_geometry(const char* op, const Shape& x, const Pool2dOptions& options);

}  // namespace mien
