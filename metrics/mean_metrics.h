#pragma once

#include "tensor/tensor.h"

namespace mien {

/// The means over many image pairs that a results table shows: each metric is computed per pair and
/// then averaged (not PSNR of the mean error).
///
///   psnr          `psnr`: RGB, 8 bit
///   ssim_grey     `ssim_grey`
///   ssim_volume   `ssim_volume`
///
/// A pair of identical images has infinite PSNR and would make every mean infinite: such pairs are
/// counted in `identical` and left out of `psnr()`, not of the others. `psnr()` is +infinity when
/// every pair is identical. Means of nothing are NaN.
class MeanMetrics {
 public:
  /// Adds one pair, uint8 [H, W, 3]. Throws std::invalid_argument as the metrics do.
  void add(const Tensor& image, const Tensor& reference);

  /// Adds what another accumulator saw. Merging partial sums in a fixed order gives fixed bits.
  void add(const MeanMetrics& other);

  Index count() const { return count_; }
  Index identical() const { return identical_; }
  double psnr() const;
  double ssim_grey() const;
  double ssim_volume() const;

 private:
  Index count_ = 0, identical_ = 0;
  double psnr_ = 0, ssim_grey_ = 0, ssim_volume_ = 0;
};

}  // namespace mien
