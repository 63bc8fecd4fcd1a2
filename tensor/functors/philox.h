#pragma once

#include <cmath>
#include <cstdint>

#include "tensor/functors/host_device.h"

namespace mien::functors {

struct PhiloxBlock {
  std::uint32_t word[4];
};

/// Philox 4x32-10: four random words from a 128-bit counter and a 64-bit key, with no state.
///
/// Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011.
MIEN_HOST_DEVICE inline PhiloxBlock philox(PhiloxBlock counter, std::uint32_t key0,
                                           std::uint32_t key1) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = std::uint64_t{0xD2511F53u} * counter.word[0];
    const std::uint64_t b = std::uint64_t{0xCD9E8D57u} * counter.word[2];
    counter = {{static_cast<std::uint32_t>(b >> 32) ^ counter.word[1] ^ key0,
                static_cast<std::uint32_t>(b),
                static_cast<std::uint32_t>(a >> 32) ^ counter.word[3] ^ key1,
                static_cast<std::uint32_t>(a)}};
    key0 += 0x9E3779B9u;
    key1 += 0xBB67AE85u;
  }
  return counter;
}

/// The words 4 number to 4 number + 3 of (seed, stream, step): the stream is folded into the key by
/// the seed's high half, the counter holds step and number.
MIEN_HOST_DEVICE inline PhiloxBlock random_block(std::uint64_t seed, std::uint64_t stream,
                                                 std::uint64_t step, std::uint64_t number) {
  const std::uint64_t key = seed * 0x9E3779B97F4A7C15u ^ stream;
  return philox({{static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(number >> 32),
                  static_cast<std::uint32_t>(step), static_cast<std::uint32_t>(step >> 32)}},
                static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32));
}

/// Uniform in [0, 1) with 24 bits, exact in float.
MIEN_HOST_DEVICE inline float uniform_from_word(std::uint32_t word) {
  return static_cast<float>(word >> 8) * 0x1p-24f;
}

/// Standard normal from two words by the Box-Muller transform (its cosine half).
MIEN_HOST_DEVICE inline float normal_from_words(std::uint32_t a, std::uint32_t b) {
  const float radius = sqrtf(-2.0f * logf((static_cast<float>(a >> 8) + 1.0f) * 0x1p-24f));
  return radius * cosf(6.28318530717958647692f * uniform_from_word(b));
}

}  // namespace mien::functors
