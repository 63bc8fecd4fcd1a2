#pragma once

#include <bit>
#include <cstdint>

#include "tensor/functors/host_device.h"

namespace mien {

/// The upper half of a float: 1 sign, 8 exponent and 7 mantissa bits.
///
/// For storage; arithmetic converts to float. Conversion rounds to nearest, ties to even, and keeps
/// NaN a NaN.
struct bfloat16 {
  std::uint16_t bits = 0;

  bfloat16() = default;
  MIEN_HOST_DEVICE explicit bfloat16(float value)
      : bits(round(std::bit_cast<std::uint32_t>(value))) {}
  MIEN_HOST_DEVICE explicit operator float() const {
    return std::bit_cast<float>(std::uint32_t{bits} << 16);
  }

  bool operator==(const bfloat16& other) const { return float(*this) == float(other); }

 private:
  MIEN_HOST_DEVICE static std::uint16_t round(std::uint32_t word) {
    const bool is_nan = (word & 0x7fffffffu) > 0x7f800000u;
    if (is_nan) return static_cast<std::uint16_t>((word >> 16) | 0x40u);
    return static_cast<std::uint16_t>((word + 0x7fffu + ((word >> 16) & 1u)) >> 16);
  }
};

}  // namespace mien
