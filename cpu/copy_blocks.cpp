#include "cpu/copy_blocks.h"

#include <algorithm>

#include "cpu/parallel.h"

namespace mien::cpu {

template <class T>
void copy_blocks(const Context& context, Index count, Index length, const T* x, Index x_stride,
                 T* y, Index y_stride) {
  parallel_rows(context, count, length,
                [&](Index a) { std::copy_n(x + a * x_stride, length, y + a * y_stride); });
}

template <class T>
void flip_middle(const Context& context, Index A, Index R, Index B, const T* x, T* y) {
  parallel_rows(context, A * R, B, [&](Index row) {
    const Index a = row / R, r = row % R;
    std::copy_n(x + (a * R + R - 1 - r) * B, B, y + row * B);
  });
}

template void copy_blocks(const Context&, Index, Index, const float*, Index, float*, Index);
template void copy_blocks(const Context&, Index, Index, const double*, Index, double*, Index);
template void flip_middle(const Context&, Index, Index, Index, const float*, float*);
template void flip_middle(const Context&, Index, Index, Index, const double*, double*);

}  // namespace mien::cpu
