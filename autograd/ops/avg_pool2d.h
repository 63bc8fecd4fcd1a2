#pragma once

#include "autograd/ops/pool2d_options.h"
#include "autograd/variable.h"

namespace mien {

/// The mean of each square window, per channel. Padding counts as zeros (see count_include_pad).
///
///   x  [N, H, W, C]      returns [N, Ho, Wo, C], sizes as for max_pool2d
///
/// Throws std::invalid_argument for another rank, bad options, or when no window fits.
Variable avg_pool2d(const Variable& x, const Pool2dOptions& options = {});

/// The mean of each channel over the image.      x  [N, H, W, C]      returns [N, C]
///
/// Throws std::invalid_argument for another rank or an image without pixels.
Variable global_avg_pool(const Variable& x);

}  // namespace mien
