#include "cuda/conv2d_epilogue.h"

#include "cuda/batch_norm.h"
#include "cuda/launch.h"
#include "cuda/pack.h"

namespace mien::cuda {
namespace {

template <class T, int V>
struct Finish {
  Index pixels, channels, lanes;  // channels counts packs
  const Pack<Wide<T>, V>* bias;
  const Pack<T, V>* addend;
  Wide<T> slope;
  Pack<T, V>* y;

  MIEN_HOST_DEVICE void operator()(Index thread) const {
    const Index c = thread % channels;
    const Pack<Wide<T>, V> shift = bias ? bias[c] : Pack<Wide<T>, V>{};
    for (Index row = thread / channels; row < pixels; row += lanes) {
      const Index i = row * channels + c;
      Pack<T, V> value = y[i];
      const Pack<T, V> added = addend ? addend[i] : Pack<T, V>{};
      for (int v = 0; v < V; ++v) {
        const Wide<T> sum = Wide<T>(value.of[v]) + shift.of[v] + Wide<T>(added.of[v]);
        value.of[v] = T(sum > 0 ? sum : slope * sum);
      }
      y[i] = value;
    }
  }
};

template <class T>
void change(const Context& context, Index pixels, Index channels, const Conv2dEpilogue<T>& epilogue,
            T* y) {
  constexpr Index kRows = 4;
  const Index lanes = (pixels + kRows - 1) / kRows;
  const Wide<T>* const bias = epilogue.bias;
  const T* const addend = epilogue.addend;
  const auto run = [&]<int V>() {
    launch(context, lanes * (channels / V),
           Finish<T, V>{pixels, channels / V, lanes, packs<const Wide<T>, V>(bias),
                        packs<const T, V>(addend), epilogue.slope, packs<T, V>(y)});
  };
  with_packs(channels, run, bias, addend, y);
}

}  // namespace

template <class T>
void finish(const Context& context, Index pixels, Index channels, const Conv2dEpilogue<T>& epilogue,
            T* y) {
  if (!epilogue.changes_nothing()) change(context, pixels, channels, epilogue, y);
  if (epilogue.wants_moments()) {
    batch_moments(context, {1, pixels, channels}, y, epilogue.mean, epilogue.variance, {});
  }
}

template void finish(const Context&, Index, Index, const Conv2dEpilogue<float>&, float*);
template void finish(const Context&, Index, Index, const Conv2dEpilogue<double>&, double*);
template void finish(const Context&, Index, Index, const Conv2dEpilogue<bfloat16>&, bfloat16*);

}  // namespace mien::cuda
