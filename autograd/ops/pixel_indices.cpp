#include "autograd/ops/pixel_indices.h"

#include <algorithm>

namespace mien {

void check_pixel_indices(const char* op, const Tensor& indices, Index lowest, ImageSize size) {
  std::int32_t low = 0, high = -1;
  const Tensor on_host = indices.to(kCpu);
  for (const std::int32_t at : on_host.span<std::int32_t>()) {
    low = std::min(low, at);
    high = std::max(high, at);
  }
  check(low >= lowest && high < size.height * size.width, op, ": indices ", low, " to ", high,
        " do not fit the ", size.height, " x ", size.width, " image");
}

}  // namespace mien
