#pragma once

#include <span>

#include "tensor/conv2d_geometry.h"

namespace mien::cpu {

/// Adds and rectifies as the epilogue says, in channels [first, first + count) of some pixels of y
/// whose sums are complete. Done for one block at a time, which the cache still holds, in the order
/// of memory: the tile kernels would read the addend in pieces and wait for each.
inline void add_to_block(const Conv2dEpilogue<float>& epilogue, const float* y,
                         std::span<float* const> pixels, Index first, Index count) {
  const float slope = epilogue.slope;
  for (std::size_t i = 0, next; i < pixels.size(); i = next) {
    next = i + 1;
    while (next < pixels.size() && pixels[next] == pixels[next - 1] + count) ++next;  // one run
    float* const sums = pixels[i] + first;
    const float* const addend = epilogue.addend + (sums - y);
    const Index length = static_cast<Index>(next - i) * count;
#pragma omp simd
    for (Index k = 0; k < length; ++k) {
      const float sum = sums[k] + addend[k];
      sums[k] = sum > 0 ? sum : slope * sum;
    }
  }
}

}  // namespace mien::cpu
