#pragma once

#include <bit>
#include <cstdint>

#include "tensor/check.h"

// For the sources of cuda/ alone.

namespace mien::cuda {

/// The largest power of two up to 16 that all addresses are multiples of.
template <class... T>
Index alignment_of(const T*... address) {
  const auto bits = (std::bit_cast<std::uintptr_t>(address) | ... | std::uintptr_t{16});
  return Index{1} << std::countr_zero(bits);
}

}  // namespace mien::cuda
