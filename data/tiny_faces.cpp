#include "data/tiny_faces.h"

#include "data/resize.h"

namespace mien {
namespace {

// Each pixel of x [H, W, C] becomes a block.
Tensor enlarged(const Tensor& x) {
  const Index height = kTinyFactor * x.dim(0), width = kTinyFactor * x.dim(1), channels = x.dim(2);
  Tensor y({height, width, channels}, DType::uint8);
  const auto from = x.span<std::uint8_t>();
  auto to = y.mutable_span<std::uint8_t>().begin();
  for (Index row = 0; row < height; ++row) {
    for (Index column = 0; column < width; ++column) {
      const Index pixel = (row / kTinyFactor) * x.dim(1) + column / kTinyFactor;
      to = std::copy_n(from.begin() + pixel * channels, channels, to);
    }
  }
  return y;
}

Tensor tiny(const Tensor& image) {
  check(image.dim(0) % kTinyFactor == 0 && image.dim(1) % kTinyFactor == 0,
        "tiny faces: the size must be a multiple of ", kTinyFactor, ", got ", image.shape());
  return enlarged(resize(image, image.dim(0) / kTinyFactor, image.dim(1) / kTinyFactor));
}

}  // namespace

std::vector<PortraitStyle> tiny_face_styles() {
  return {{kTinyStyle, true, [](const Tensor& image, const Random&) { return tiny(image); }}};
}

}  // namespace mien
