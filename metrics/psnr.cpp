#include "metrics/psnr.h"

#include <cmath>
#include <limits>

#include "metrics/image_pair.h"
#include "metrics/luma.h"

namespace mien {
namespace {

double psnr_of_bytes(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) {
  std::int64_t sum = 0;  // exact
  for (std::size_t i = 0; i < a.size(); ++i) {
    const int difference = a[i] - b[i];
    sum += difference * difference;
  }
  if (sum == 0) return std::numeric_limits<double>::infinity();
  return 10 * std::log10(255.0 * 255.0 * static_cast<double>(a.size()) / static_cast<double>(sum));
}

}  // namespace

double psnr(const Tensor& image, const Tensor& reference) {
  check_image_pair(image, reference, "psnr");
  return psnr_of_bytes(image.span<std::uint8_t>(), reference.span<std::uint8_t>());
}

double psnr_luma(const Tensor& image, const Tensor& reference) {
  check_image_pair(image, reference, "psnr_luma");
  const Tensor a = luma_of(image), b = luma_of(reference);
  return psnr_of_bytes(a.span<std::uint8_t>(), b.span<std::uint8_t>());
}

}  // namespace mien
