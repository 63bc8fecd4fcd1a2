#pragma once

#include <cstdint>

#include "tensor/functors/host_device.h"

namespace mien::functors {

/// A pixel of a file as one of a network, level / 127.5 - 1 rounded once: 0 becomes -1, 255 becomes
/// 1.
MIEN_HOST_DEVICE constexpr float pixel(std::uint8_t level) {
  return static_cast<float>(2 * level - 255) / 255.0f;
}

}  // namespace mien::functors
