#include "cuda/copy_blocks.h"

#include "cuda/launch.h"
#include "cuda/map_blocks.h"
#include "tensor/bfloat16.h"
#include "tensor/functors/arithmetic.h"

namespace mien::cuda {

template <class T>
void copy_blocks(const Context& context, Index count, Index length, const T* x, Index x_stride,
                 T* y, Index y_stride) {
  map_blocks(context, functors::Copy{}, count, length, y, y_stride, x_stride, x);
}

template <class T>
void flip_middle(const Context& context, Index A, Index R, Index B, const T* x, T* y) {
  launch(context, A * R * B, [=] MIEN_HOST_DEVICE(Index i) {
    const Index row = i / B, r = row % R;
    y[i] = x[(row - r + R - 1 - r) * B + i % B];
  });
}

#define MIEN_INSTANTIATE(T)                                                            \
  template void copy_blocks(const Context&, Index, Index, const T*, Index, T*, Index); \
  template void flip_middle(const Context&, Index, Index, Index, const T*, T*);
MIEN_INSTANTIATE(float)
MIEN_INSTANTIATE(double)
MIEN_INSTANTIATE(bfloat16)
#undef MIEN_INSTANTIATE

}  // namespace mien::cuda
