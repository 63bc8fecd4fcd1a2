#pragma once

#include "autograd/variable.h"
#include "tensor/padding.h"

namespace mien {

/// What stands outside the border of a padded image.
enum class PadMode {
  zero,
  reflect,    ///< the image mirrored at its border pixels, which are not repeated: 2 1 | 0 1 2
  replicate,  ///< the border pixel
};

/// Adds rows and columns around an image.
///
///   x  [N, H, W, C]      returns [N, top + H + bottom, left + W + right, C]
///
/// Throws std::invalid_argument for negative padding; for reflection by H, W or more; for
/// replication of nothing.
Variable pad(const Variable& x, const Padding& padding, PadMode mode = PadMode::zero);

/// Adds what was padded back to the pixels it shows: the adjoint of pad, itself an op.
Variable pad_backward(const Variable& dy, const Padding& padding, PadMode mode = PadMode::zero);

}  // namespace mien
