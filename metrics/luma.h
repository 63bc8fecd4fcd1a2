#pragma once

#include "tensor/tensor.h"

namespace mien {

/// The two greys that papers measure on, both 8-bit as MATLAB makes them: weighted sums of the
/// 8-bit R, G, B, rounded to the nearest integer (halves up).
///
///   rgb [H, W, 3] uint8        returns [H, W] uint8
///
/// `grey_of` is MATLAB's rgb2gray, 0.2989 R + 0.5870 G + 0.1140 B, in [0, 255].
/// `luma_of` is the Y of MATLAB's rgb2ycbcr (ITU-R BT.601, studio range),
/// 16 + (65.481 R + 128.553 G + 24.966 B) / 255, in [16, 235].
Tensor grey_of(const Tensor& rgb);
Tensor luma_of(const Tensor& rgb);

}  // namespace mien
