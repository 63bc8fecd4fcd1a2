#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "tensor/tensor.h"

namespace mien {

/// Random numbers addressed by position instead of drawn in sequence.
///
/// A draw depends on (seed, stream, step, index) alone: not on what was drawn before, on threads or
/// on interruptions. `stream` tells users of one seed apart; by convention it is the hash of a path
/// such as "srn.e1.conv.weight" or "loader". Integers and uniforms are bit-equal on every backend.
class Random {
 public:
  Random(std::uint64_t seed, std::uint64_t stream, std::uint64_t step = 0)
      : seed_(seed), stream_(stream), step_(step) {}
  Random(std::uint64_t seed, std::string_view path, std::uint64_t step = 0);

  /// The same seed and stream at another step.
  Random at(std::uint64_t step) const { return {seed_, stream_, step}; }

  std::uint32_t bits(std::uint64_t index) const;
  /// bits(4 block) to bits(4 block + 3), at the price of one.
  std::array<std::uint32_t, 4> four_bits(std::uint64_t block) const;
  /// Uniform in [0, 1), or in [low, high).
  float uniform(std::uint64_t index) const;
  double uniform(std::uint64_t index, double low, double high) const;
  /// Standard normal.
  float normal(std::uint64_t index) const;
  /// Uniform integer in [0, bound); bound must be positive.
  Index below(std::uint64_t index, Index bound) const;

  std::uint64_t seed() const { return seed_; }
  std::uint64_t stream() const { return stream_; }
  std::uint64_t step() const { return step_; }

 private:
  std::uint64_t seed_, stream_, step_;
};

/// 64-bit FNV-1a hash of a path: the stream of what is named by it.
std::uint64_t stream_of(std::string_view path);

/// Fills a floating tensor with uniform draws in [low, high), or normal ones; element i is draw i.
/// Draws are float32, whatever the dtype.
void fill_uniform(Tensor& tensor, const Random& random, double low, double high);
void fill_normal(Tensor& tensor, const Random& random, double mean, double deviation);

/// A tensor of uniform draws in [low, high).
Tensor random_uniform(const Shape& shape, const Random& random, double low = 0, double high = 1,
                      DType dtype = DType::float32);
/// A tensor of normal draws.
Tensor random_normal(const Shape& shape, const Random& random, double mean = 0,
                     double deviation = 1, DType dtype = DType::float32);
/// The numbers 0 ... count-1 in random order.
std::vector<Index> random_permutation(Index count, const Random& random);

}  // namespace mien
