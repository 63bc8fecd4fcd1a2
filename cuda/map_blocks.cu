#include "cuda/map_blocks.h"

#include <array>
#include <numeric>
#include <utility>

#include "cuda/launch.h"
#include "cuda/pack.h"
#include "tensor/functors/arithmetic.h"
#include "tensor/functors/relu.h"

namespace mien::cuda {
namespace {

/// V neighbours of y, and of each x.
template <class T, class F, int V, std::size_t... k>
struct MapBlocks {
  F f;
  Index length, y_stride, x_stride;  // count packs
  Pack<T, V>* y;
  std::array<const Pack<T, V>*, sizeof...(k)> x;

  MIEN_HOST_DEVICE void operator()(Index i) const {
    const Index a = i / length, place = i % length, from = a * x_stride + place;
    y[a * y_stride + place] = mapped(f, x[k][from]...);
  }
};

template <int V, class T, class F, std::size_t n, std::size_t... k>
void launch_packs(const Context& context, F f, Index count, Index length, T* y, Index y_stride,
                  Index x_stride, const std::array<const T*, n>& x, std::index_sequence<k...>) {
  launch(
      context, count * (length / V),
      MapBlocks<T, F, V, k...>{
          f, length / V, y_stride / V, x_stride / V, packs<T, V>(y), {packs<const T, V>(x[k])...}});
}

}  // namespace

template <class T, class F, class... X>
void map_blocks(const Context& context, F f, Index count, Index length, T* y, Index y_stride,
                Index x_stride, const X*... x) {
  const std::array<const T*, sizeof...(X)> from{x...};
  const auto run = [&]<int V>() {
    launch_packs<V>(context, f, count, length, y, y_stride, x_stride, from,
                    std::index_sequence_for<X...>());
  };
  with_packs(std::gcd(std::gcd(length, y_stride), x_stride), run, y, x...);
}

#define MIEN_COMPILE(T)                                                                            \
  template void map_blocks(const Context&, functors::Copy, Index, Index, T*, Index, Index,         \
                           const T*);                                                              \
  template void map_blocks(const Context&, functors::Relu, Index, Index, T*, Index, Index,         \
                           const T*);                                                              \
  template void map_blocks(const Context&, functors::ReluBackward, Index, Index, T*, Index, Index, \
                           const T*, const T*);
MIEN_COMPILE(float)
MIEN_COMPILE(double)
MIEN_COMPILE(bfloat16)

}  // namespace mien::cuda
