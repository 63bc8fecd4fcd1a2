#pragma once

#include "autograd/ops/conv2d.h"

namespace mien {

/// Convolution of an image enlarged to the nearest pixel:
/// conv2d(upsample_nearest(x, factor), weight, epilogue, {.padding = padding}).
///
///   x  [N, H, W, Cin]     weight  [Cout, kH, kW, Cin]
///   returns [N, factor H + top + bottom - kH + 1, likewise, Cout]
///
/// Note [Convolving an enlarged image]
///
/// Neighbouring taps of the filter often meet the same pixel of x. What an output pixel computes
/// depends on its place within a pixel of x only, so that the whole is a transposed convolution of
/// x with stride `factor`, whose filter of kH + factor - 1 rows sums those taps beforehand:
///
///   wide[u, v] = sum over e, f in [0, factor) of weight[kH - 1 - u + e, kW - 1 - v + f]
///
/// A 5x5 filter behind an enlargement by 2 becomes 3x3 for each of four places, 9 multiplications
/// instead of 25, and the enlarged image is never written. Where the context of the CPU asks for
/// exactness, and on a card for a few pixels, the two steps are done as the definition says.
///
/// Throws std::invalid_argument unless the shapes fit, factor is at least 1 and each side is padded
/// by less than the filter's size.
Variable upsample_conv2d(const Variable& x, const Variable& weight, const Epilogue& epilogue,
                         Index factor, const Padding& padding = {});

}  // namespace mien
