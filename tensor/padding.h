#pragma once

#include <vector>

#include "tensor/check.h"

namespace mien {

/// Pixels added to the four sides of an image.
struct Padding {
  Index top = 0, bottom = 0, left = 0, right = 0;

  /// The same on all sides.
  static Padding all(Index pixels) { return {pixels, pixels, pixels, pixels}; }
};

/// Where each output row (or column) of a padded image comes from: an input row, or -1 for zeros.
using PadSource = std::vector<Index>;

}  // namespace mien
