#pragma once

#include "autograd/ops/image_size.h"
#include "autograd/variable.h"

namespace mien {

/// Repeats each pixel `factor` times along both axes.
///
///   y[n, i, j, c] = x[n, i / factor, j / factor, c]
///
///   x  [N, H, W, C]      returns [N, factor H, factor W, C]
///
/// Throws std::invalid_argument for another rank or a factor below 1.
Variable upsample_nearest(const Variable& x, Index factor);

/// Resizes by bilinear interpolation, without antialiasing: meant for enlarging.
///
///   x  [N, H, W, C]      returns [N, size.height, size.width, C]
///
/// Output row i reads at (i + 0.5) H / size.height - 0.5, cut to the image, so that borders of
/// images fall on each other; with align_corners at i (H - 1) / (size.height - 1), so that centres
/// of corner pixels do. Columns likewise.
/// Throws std::invalid_argument for another rank, an image without pixels or a size below 1.
Variable upsample_bilinear(const Variable& x, ImageSize size, bool align_corners = false);

}  // namespace mien
