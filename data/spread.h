#pragma once

#include <algorithm>
#include <vector>

#include "tensor/shape.h"

namespace mien {

/// Evenly spread picks of at most `count` of `numbers`, in order.
inline std::vector<Index> spread(const std::vector<Index>& numbers, Index count) {
  const auto total = static_cast<Index>(numbers.size()), picked = std::min(count, total);
  std::vector<Index> picks;
  for (Index i = 0; i < picked; ++i) {
    picks.push_back(numbers[static_cast<std::size_t>(i * total / picked)]);
  }
  return picks;
}

}  // namespace mien
