#pragma once

#include <algorithm>

#include "data/face/vec3.h"
#include "tensor/random.h"

namespace mien::face {

/// Takes draws from one (seed, stream, step) in order. What is drawn k-th is draw `first + k`, so
/// new traits are appended at the end of a group or given a group of their own.
class Draws {
 public:
  Draws(const Random& random, std::uint64_t first) : random_(random), next_(first) {}

  float between(float low, float high) { return mix(low, high, random_.uniform(next_++)); }
  /// Bell-shaped between low and high (the mean of three uniforms), for lengths of the body.
  float around(float low, float high) {
    const float sum = between(0, 1) + between(0, 1) + between(0, 1);
    return mix(low, high, std::clamp(0.5f + (sum / 3 - 0.5f) * 1.35f, 0.0f, 1.0f));
  }
  bool chance(float probability) { return random_.uniform(next_++) < probability; }
  int below(int bound) { return static_cast<int>(random_.below(next_++, bound)); }
  std::uint32_t bits() { return random_.bits(next_++); }

 private:
  Random random_;
  std::uint64_t next_;
};

}  // namespace mien::face
