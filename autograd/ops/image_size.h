#pragma once

#include "tensor/check.h"

namespace mien {

/// Pixels of an image along its two axes.
struct ImageSize {
  Index height, width;
};

}  // namespace mien
