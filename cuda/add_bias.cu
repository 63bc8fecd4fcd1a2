#include "cuda/add_bias.h"

#include "cuda/launch.h"
#include "cuda/pack.h"

namespace mien::cuda {
namespace {

template <class T, int V>
struct AddBias {
  Index pixels, channels, lanes;  // channels counts packs
  const Pack<T, V>* bias;
  Pack<T, V>* y;

  MIEN_HOST_DEVICE void operator()(Index thread) const {
    const Index c = thread % channels;
    const Pack<T, V> b = bias[c];
    for (Index row = thread / channels; row < pixels; row += lanes) {
      Pack<T, V> value = y[row * channels + c];
      for (int v = 0; v < V; ++v) value.of[v] += b.of[v];
      y[row * channels + c] = value;
    }
  }
};

}  // namespace

template <class T>
void add_bias(const Context& context, Index pixels, Index channels, const T* bias, T* y) {
  constexpr Index kRows = 4;
  const Index lanes = (pixels + kRows - 1) / kRows;
  const auto run = [&]<int V>() {
    launch(context, lanes * (channels / V),
           AddBias<T, V>{pixels, channels / V, lanes, packs<const T, V>(bias), packs<T, V>(y)});
  };
  with_packs(channels, run, bias, y);
}

template void add_bias(const Context&, Index, Index, const float*, float*);
template void add_bias(const Context&, Index, Index, const double*, double*);

}  // namespace mien::cuda
