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
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 900
    std::uint16_t rounded;  // one instruction there
    asm("cvt.rn.bf16.f32 %0, %1;" : "=h"(rounded) : "f"(std::bit_cast<float>(word)));
    return rounded;
#else
    const bool is_nan = (word & 0x7fffffffu) > 0x7f800000u;
    if (is_nan) return static_cast<std::uint16_t>((word >> 16) | 0x40u);
    return static_cast<std::uint16_t>((word + 0x7fffu + ((word >> 16) & 1u)) >> 16);
#endif
  }
};

template <class T>
struct WideType {
  using type = T;
};
template <>
struct WideType<bfloat16> {
  using type = float;
};
/// What arithmetic on elements of type T is done in, and what the parameters and statistics that
/// belong to them are stored in: float for bfloat16, T itself for others.
template <class T>
using Wide = typename WideType<T>::type;

}  // namespace mien
