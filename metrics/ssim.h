#pragma once

#include "tensor/tensor.h"

namespace mien {

/// Structural similarity of two 8-bit images: the mean over positions of
///
///   (2 μx μy + c1) (2 σxy + c2) / ((μx² + μy² + c1) (σx² + σy² + c2))
///
/// with means, variances and covariance under a Gaussian window of σ = 1.5, 11 samples wide, that
/// sums to one (variances without the n / (n - 1) correction); c1 = (0.01 · 255)²,
/// c2 = (0.03 · 255)². Identical images give 1. Computed in double.
///
///   image, reference   uint8 [H, W, 3], RGB
///
/// The variants differ by more than many papers' improvements, so a number needs its name:
///
/// `ssim_grey`      on the 8-bit grey of MATLAB's rgb2gray (`grey_of`), windows that lie wholly
///                  inside the image (the valid region). Wang's own convention.
/// `ssim_channels`  on R, G, B each, valid region, the mean of the three; not a column of results
///                  tables, for comparing with papers that print it.
/// `ssim_volume`    what MATLAB's `ssim` does when it is handed an H×W×3 array: the colours are a
///                  third axis of space, one 11×11×11 window, edges replicated on all three axes.
///
/// Throws std::invalid_argument for other shapes or types, unequal sizes and, in the first two,
/// images smaller than the window.
/// Wang et al., "Image quality assessment: from error visibility to structural similarity",
/// IEEE TIP 2004, eqs. (13)-(17).
double ssim_grey(const Tensor& image, const Tensor& reference);
double ssim_channels(const Tensor& image, const Tensor& reference);
double ssim_volume(const Tensor& image, const Tensor& reference);

}  // namespace mien
