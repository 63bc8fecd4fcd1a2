#include "tensor/random.h"

#include <numeric>

#include "tensor/functors/philox.h"

namespace mien {
namespace {

__extension__ using Wide = unsigned __int128;

template <class Draw>
Tensor drawn(const Shape& shape, DType dtype, Draw draw) {
  Tensor result(shape, dtype);
  check(is_floating(dtype), "random: needs a floating dtype, got ", dtype);
  visit_dtype(dtype, [&]<class T>() {
    T* y = result.mutable_data<T>();
    for (Index i = 0; i < result.numel(); ++i) y[i] = static_cast<T>(draw(i));
  });
  return result;
}

}  // namespace

Random::Random(std::uint64_t seed, std::string_view path, std::uint64_t step)
    : Random(seed, stream_of(path), step) {}

std::uint32_t Random::bits(std::uint64_t index) const {
  return functors::random_block(seed_, stream_, step_, index / 4).word[index % 4];
}

std::array<std::uint32_t, 4> Random::four_bits(std::uint64_t number) const {
  return std::to_array(functors::random_block(seed_, stream_, step_, number).word);
}

float Random::uniform(std::uint64_t index) const {
  return functors::uniform_from_word(bits(index));
}

double Random::uniform(std::uint64_t index, double low, double high) const {
  return low + (high - low) * static_cast<double>(uniform(index));
}

float Random::normal(std::uint64_t index) const {
  const auto words = functors::random_block(seed_, stream_, step_, index / 2);
  const auto* pair = words.word + 2 * (index % 2);
  return functors::normal_from_words(pair[0], pair[1]);
}

Index Random::below(std::uint64_t index, Index bound) const {
  check(bound > 0, "random: the bound must be positive, got ", bound);
  const auto words = functors::random_block(seed_, stream_, step_, index);
  const std::uint64_t wide = std::uint64_t{words.word[0]} << 32 | words.word[1];
  return static_cast<Index>(static_cast<Wide>(wide) * static_cast<std::uint64_t>(bound) >> 64);
}

std::uint64_t stream_of(std::string_view path) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (unsigned char c : path) hash = (hash ^ c) * 0x100000001b3u;
  return hash;
}

Tensor random_uniform(const Shape& shape, const Random& random, double low, double high,
                      DType dtype) {
  return drawn(shape, dtype,
               [&](Index i) { return static_cast<float>(random.uniform(i, low, high)); });
}

Tensor random_normal(const Shape& shape, const Random& random, double mean, double deviation,
                     DType dtype) {
  return drawn(shape, dtype,
               [&](Index i) { return static_cast<float>(mean + deviation * random.normal(i)); });
}

std::vector<Index> random_permutation(Index count, const Random& random) {
  std::vector<Index> order(count);
  std::iota(order.begin(), order.end(), Index{0});
  for (Index i = count - 1; i > 0; --i) std::swap(order[i], order[random.below(i, i + 1)]);
  return order;
}

}  // namespace mien
