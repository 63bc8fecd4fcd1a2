#include "tensor/random.h"

#include <numeric>

#include "tensor/functors/philox.h"

namespace mien {
namespace {

__extension__ using Twice = unsigned __int128;

template <class Draw>
void fill_with(Tensor& tensor, Draw draw) {
  check(is_floating(tensor.dtype()), "random: needs a floating dtype, got ", tensor.dtype());
  if (tensor.device() != kCpu) {
    Tensor on_host(tensor.shape(), tensor.dtype());
    fill_with(on_host, draw);
    return tensor.copy_from(on_host);
  }
  visit_dtype(tensor.dtype(), [&]<class T>() {
    T* y = tensor.mutable_data<T>();
    for (Index i = 0; i < tensor.numel(); ++i) y[i] = static_cast<T>(draw(i));
  });
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
  const std::uint64_t bits = std::uint64_t{words.word[0]} << 32 | words.word[1];
  return static_cast<Index>(static_cast<Twice>(bits) * static_cast<std::uint64_t>(bound) >> 64);
}

std::uint64_t stream_of(std::string_view path) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (unsigned char c : path) hash = (hash ^ c) * 0x100000001b3u;
  return hash;
}

void fill_uniform(Tensor& tensor, const Random& random, double low, double high) {
  fill_with(tensor, [&](Index i) { return static_cast<float>(random.uniform(i, low, high)); });
}

void fill_normal(Tensor& tensor, const Random& random, double mean, double deviation) {
  fill_with(tensor,
            [&](Index i) { return static_cast<float>(mean + deviation * random.normal(i)); });
}

Tensor random_uniform(const Shape& shape, const Random& random, double low, double high,
                      DType dtype) {
  Tensor result(shape, dtype);
  fill_uniform(result, random, low, high);
  return result;
}

Tensor random_normal(const Shape& shape, const Random& random, double mean, double deviation,
                     DType dtype) {
  Tensor result(shape, dtype);
  fill_normal(result, random, mean, deviation);
  return result;
}

std::vector<Index> random_permutation(Index count, const Random& random) {
  std::vector<Index> order(count);
  std::iota(order.begin(), order.end(), Index{0});
  for (Index i = count - 1; i > 0; --i) std::swap(order[i], order[random.below(i, i + 1)]);
  return order;
}

}  // namespace mien
