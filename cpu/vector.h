#pragma once

#include <cstring>

#include "tensor/check.h"

namespace mien::cpu {

// The widest vector of floats that the processor we compile for holds in one register, as a GCC
// vector type: `a + b` works lane by lane, and `scalar * v` broadcasts.
#if defined(__AVX512F__)
inline constexpr int kLanes = 16;
inline constexpr int kVectorRegisters = 32;
#elif defined(__AVX__)
inline constexpr int kLanes = 8;
inline constexpr int kVectorRegisters = 16;
#elif defined(__aarch64__)
inline constexpr int kLanes = 4;
inline constexpr int kVectorRegisters = 32;
#else
inline constexpr int kLanes = 4;
inline constexpr int kVectorRegisters = 16;
#endif
using Vector [[gnu::vector_size(kLanes * sizeof(float))]] = float;

/// The vectors that `count` floats fill, the last one perhaps in part.
inline constexpr Index vectors(Index count) { return (count + kLanes - 1) / kLanes; }

inline Vector load(const float* from) {
  Vector v;
  std::memcpy(&v, from, sizeof v);
  return v;
}
inline void store(float* to, Vector v) { std::memcpy(to, &v, sizeof v); }

/// The first `lanes` of them, zeros behind.
inline Vector load(const float* from, Index lanes) {
  Vector v{};
  std::memcpy(&v, from, static_cast<std::size_t>(lanes) * sizeof(float));
  return v;
}
inline void store(float* to, Vector v, Index lanes) {
  std::memcpy(to, &v, static_cast<std::size_t>(lanes) * sizeof(float));
}

/// Lanes above 0 as they are, the others times slope.
inline Vector rectified(Vector v, float slope) { return v > Vector{} ? v : slope * v; }

}  // namespace mien::cpu
