#pragma once

#include <cstdint>
#include <limits>
#include <type_traits>

#include "tensor/bfloat16.h"
#include "tensor/functors/host_device.h"

namespace mien::functors {

/// A number in another type: rounded to nearest even for bfloat16, truncated towards zero and
/// saturated for integers, where NaN becomes 0.
template <class To, class From>
MIEN_HOST_DEVICE To convert(From value) {
  if constexpr (std::is_same_v<From, bfloat16>) {
    return convert<To>(static_cast<float>(value));
  } else if constexpr (std::is_same_v<To, bfloat16>) {
    return bfloat16(static_cast<float>(value));
  } else if constexpr (std::is_integral_v<To>) {
    // Saturate: a plain cast of an out-of-range float is undefined behaviour.
    using Limits = std::numeric_limits<To>;
    if constexpr (std::is_floating_point_v<From>) {
      if (!(value == value)) return To{0};
      if (value <= static_cast<From>(Limits::min())) return Limits::min();
      if (value >= static_cast<From>(Limits::max())) return Limits::max();
      return static_cast<To>(value);
    } else {
      const auto wide = static_cast<std::int64_t>(value);
      if (wide <= static_cast<std::int64_t>(Limits::min())) return Limits::min();
      if (wide >= static_cast<std::int64_t>(Limits::max())) return Limits::max();
      return static_cast<To>(wide);
    }
  } else {
    return static_cast<To>(value);
  }
}

}  // namespace mien::functors
