#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

#include "tensor/check.h"
#include "tensor/shape.h"

namespace mien {

/// How often an image of `size` pixels a side is halved down to one pixel: 3 to 8.
/// Throws std::invalid_argument, naming `who`, unless the size is a power of two from 8 to 256.
inline int unet_levels(const char* who, Index size) {
  check(size >= 8 && size <= 256 && std::has_single_bit(static_cast<std::uint64_t>(size)), who,
        ": the size must be a power of two from 8 to 256, got ", size);
  return std::bit_width(static_cast<std::uint64_t>(size)) - 1;
}

/// Channels after `level` halvings, 1 or more: width, 2 width, 4 width, then 8 width.
inline Index unet_channels(Index width, int level) { return width << std::min(level - 1, 3); }

}  // namespace mien
