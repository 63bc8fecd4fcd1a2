#include "metrics/luma.h"

#include <cmath>

namespace mien {
namespace {

Tensor weighted(const Tensor& rgb, double offset, double red, double green, double blue) {
  check(rgb.rank() == 3 && rgb.dim(2) == 3, "luma: image must be [H, W, 3], got ", rgb.shape());
  Tensor result({rgb.dim(0), rgb.dim(1)}, DType::uint8);
  const std::uint8_t* from = rgb.data<std::uint8_t>();
  for (std::uint8_t& to : result.mutable_span<std::uint8_t>()) {
    to = static_cast<std::uint8_t>(offset + red * from[0] + green * from[1] + blue * from[2] + 0.5);
    from += 3;
  }
  return result;
}

}  // namespace

// The weights of MATLAB's rgb2gray are the first row of the inverse of its YIQ matrix.
Tensor grey_of(const Tensor& rgb) {
  return weighted(rgb, 0, 0.298936021293775, 0.587043074451121, 0.114020904255103);
}

Tensor luma_of(const Tensor& rgb) {
  return weighted(rgb, 16, 65.481 / 255, 128.553 / 255, 24.966 / 255);
}

}  // namespace mien
