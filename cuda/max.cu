#include "cuda/max.h"

#include "cuda/launch.h"

namespace mien::cuda {

template <class T>
void max_middle(const Context& context, Index A, Index R, Index B, const T* x, T* y, Index* index) {
  launch(context, A * B, [=] MIEN_HOST_DEVICE(Index i) {
    const T* const from = x + i / B * R * B + i % B;
    T best = from[0];
    Index at = 0;
    for (Index r = 1; r < R; ++r) {
      const T value = from[r * B];
      if (value > best || (value != value && best == best)) best = value, at = r;
    }
    y[i] = best;
    index[i] = at;
  });
}

template <class T>
void take_middle(const Context& context, Index A, Index R, Index B, const T* x, const Index* index,
                 T* y) {
  launch(context, A * B,
         [=] MIEN_HOST_DEVICE(Index i) { y[i] = x[(i / B * R + index[i]) * B + i % B]; });
}

template <class T>
void put_middle(const Context& context, Index A, Index R, Index B, const T* y, const Index* index,
                T* x) {
  launch(context, A * R * B, [=] MIEN_HOST_DEVICE(Index i) {
    const Index from = i / (R * B) * B + i % B;
    x[i] = index[from] == i / B % R ? y[from] : T{0};
  });
}

#define MIEN_INSTANTIATE(T)                                                                   \
  template void max_middle(const Context&, Index, Index, Index, const T*, T*, Index*);        \
  template void take_middle(const Context&, Index, Index, Index, const T*, const Index*, T*); \
  template void put_middle(const Context&, Index, Index, Index, const T*, const Index*, T*);
MIEN_INSTANTIATE(float)
MIEN_INSTANTIATE(double)
#undef MIEN_INSTANTIATE

}  // namespace mien::cuda
