#pragma once

#include <array>
#include <string>

#include "autograd/variable.h"

namespace mien {

/// How a network wants its pixels, which ours are in [-1, 1] and RGB.
///
/// A pixel x becomes (x + 1) / 2 high - mean, channels in reverse order if `bgr`; `mean` is given
/// in the network's order.
struct PixelRange {
  bool bgr = false;
  double high = 255;  ///< value of white
  std::array<double, 3> mean{};

  /// [N, H, W, 3] in [-1, 1] to the network's pixels.
  Variable to_network(const Variable& x) const;
  /// The inverse, for a network whose results are such pixels, too.
  Variable from_network(const Variable& y) const;
};

/// Reads "RGB 0..255", "RGB 0..1" or "BGR 0..255 minus (103.939,116.779,123.68)", as weights files
/// say it under "input". Throws std::invalid_argument for anything else.
PixelRange parse_pixel_range(const std::string& description);

}  // namespace mien
