#include "cuda/map_blocks.h"

#include <numeric>

#include "cuda/launch.h"
#include "cuda/pack.h"
#include "tensor/functors/arithmetic.h"
#include "tensor/functors/relu.h"

namespace mien::cuda {
namespace {

template <class T, class F, int V, class... X>
void launch_packs(const Context& context, F f, Index count, Index length, Pack<T, V>* y,
                  Index y_stride, Index x_stride, const X*... x) {
  launch(context, count * length, [=] MIEN_HOST_DEVICE(Index i) {
    const Index a = i / length, k = i % length, at = a * x_stride + k;
    Pack<T, V> result;
    for (int v = 0; v < V; ++v) result.of[v] = f(x[at].of[v]...);
    y[a * y_stride + k] = result;
  });
}

}  // namespace

template <class T, class F, class... X>
void map_blocks(const Context& context, F f, Index count, Index length, T* y, Index y_stride,
                Index x_stride, const X*... x) {
  const auto run = [&]<int V>() {
    launch_packs<T, F, V>(context, f, count, length / V, packs<T, V>(y), y_stride / V, x_stride / V,
                          packs<const T, V>(x)...);
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

}  // namespace mien::cuda
