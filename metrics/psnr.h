#pragma once

#include "tensor/tensor.h"

namespace mien {

/// Peak signal-to-noise ratio of two 8-bit images, in dB:
///
///   psnr = 10 log10(255² / mse),   mse = mean over all pixels and colours of (image - reference)²
///
///   image, reference   uint8 [H, W, 3], RGB
///
/// Identical images give +infinity; `MeanMetrics` says what that does to a mean.
/// Throws std::invalid_argument for other shapes or types, or unequal sizes.
double psnr(const Tensor& image, const Tensor& reference);

/// The same on the 8-bit luma alone (`luma_of`: BT.601 studio range; the peak stays 255), the
/// convention of super-resolution papers. It reads 1 to 2 dB higher than `psnr`; not a column of
/// results tables, for comparing with such papers.
double psnr_luma(const Tensor& image, const Tensor& reference);

}  // namespace mien
