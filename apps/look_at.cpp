#include "apps/look_at.h"

#include <algorithm>

#include "data/convert.h"
#include "data/resize.h"

namespace mien {

Tensor look_at(const Tensor& image, const Square& square, Index side) {
  Tensor part({square.side, square.side, 3}, DType::uint8);
  const auto from = image.span<std::uint8_t>();
  auto to = part.mutable_span<std::uint8_t>().begin();
  for (Index y = square.y; y < square.y + square.side; ++y) {
    const Index row = std::clamp<Index>(y, 0, image.dim(0) - 1);
    for (Index x = square.x; x < square.x + square.side; ++x) {
      const Index column = std::clamp<Index>(x, 0, image.dim(1) - 1);
      to = std::copy_n(from.begin() + (row * image.dim(1) + column) * 3, 3, to);
    }
  }
  return resize(to_float(part), side, side);
}

}  // namespace mien
