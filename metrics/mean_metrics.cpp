#include "metrics/mean_metrics.h"

#include <cmath>
#include <limits>

#include "metrics/psnr.h"
#include "metrics/ssim.h"

namespace mien {
namespace {

double per_pair(double sum, Index count) {
  return count ? sum / static_cast<double>(count) : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

void MeanMetrics::add(const Tensor& image, const Tensor& reference) {
  const double ratio = mien::psnr(image, reference);
  const double grey = mien::ssim_grey(image, reference);
  const double volume = mien::ssim_volume(image, reference);
  ++count_;
  if (std::isinf(ratio)) {
    ++identical_;
  } else {
    psnr_ += ratio;
  }
  ssim_grey_ += grey;
  ssim_volume_ += volume;
}

void MeanMetrics::add(const MeanMetrics& other) {
  count_ += other.count_;
  identical_ += other.identical_;
  psnr_ += other.psnr_;
  ssim_grey_ += other.ssim_grey_;
  ssim_volume_ += other.ssim_volume_;
}

double MeanMetrics::psnr() const {
  if (count_ > 0 && identical_ == count_) return std::numeric_limits<double>::infinity();
  return per_pair(psnr_, count_ - identical_);
}
double MeanMetrics::ssim_grey() const { return per_pair(ssim_grey_, count_); }
double MeanMetrics::ssim_volume() const { return per_pair(ssim_volume_, count_); }

}  // namespace mien
