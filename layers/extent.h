#pragma once

#include <array>

#include "tensor/padding.h"

namespace mien {

/// A height and a width; one number stands for both: `.kernel = 3`, `.kernel = {3, 5}`.
struct Extent {
  Index height = 1, width = 1;

  constexpr Extent(Index both) : height(both), width(both) {}
  constexpr Extent(int both) : height(both), width(both) {}
  constexpr Extent(Index height, Index width) : height(height), width(width) {}

  /// (vertical, horizontal), as the ops take it.
  constexpr std::array<Index, 2> pair() const { return {height, width}; }
};

/// The same number of rows above and below, and of columns left and right.
inline Padding padded(Extent extent) {
  return {extent.height, extent.height, extent.width, extent.width};
}

}  // namespace mien
