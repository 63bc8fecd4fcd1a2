#pragma once

#include <algorithm>

#include "tensor/shape.h"

namespace mien {

/// Channels of a network `divisor` times narrower than the paper's, for tests and small machines.
inline Index narrowed(Index channels, Index divisor) {
  return std::max<Index>(1, channels / divisor);
}

}  // namespace mien
