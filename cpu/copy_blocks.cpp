#include "cpu/copy_blocks.h"

#include <algorithm>

#include "cpu/parallel.h"

namespace mien::cpu {

// Short blocks are copied across: all first elements, all second ones, and so on.
template <class T>
void copy_blocks(Index count, Index length, const T* x, Index x_stride, T* y, Index y_stride) {
  constexpr Index kShort = 8;
  if (x_stride == length && y_stride == length) {
    std::copy_n(x, count * length, y);
    return;
  }
  if (length <= kShort) {
    for (Index i = 0; i < length; ++i) {
      for (Index a = 0; a < count; ++a) y[a * y_stride + i] = x[a * x_stride + i];
    }
    return;
  }
  for (Index a = 0; a < count; ++a) std::copy_n(x + a * x_stride, length, y + a * y_stride);
}

template <class T>
void copy_blocks(const Context& context, Index count, Index length, const T* x, Index x_stride,
                 T* y, Index y_stride) {
  constexpr Index kElements = 16384;
  const Index per_task = std::max<Index>(1, kElements / std::max<Index>(1, length));
  parallel_blocks(context, count, per_task, [&](Index begin, Index end) {
    copy_blocks(end - begin, length, x + begin * x_stride, x_stride, y + begin * y_stride,
                y_stride);
  });
}

template <class T>
void flip_middle(const Context& context, Index A, Index R, Index B, const T* x, T* y) {
  if (A * R * B == 0) return;
  parallel_rows(context, A, R * B, [&](Index a) {
    copy_blocks(R, B, x + ((a + 1) * R - 1) * B, -B, y + a * R * B, B);
  });
}

template void copy_blocks(Index, Index, const float*, Index, float*, Index);
template void copy_blocks(Index, Index, const double*, Index, double*, Index);
template void copy_blocks(const Context&, Index, Index, const float*, Index, float*, Index);
template void copy_blocks(const Context&, Index, Index, const double*, Index, double*, Index);
template void flip_middle(const Context&, Index, Index, Index, const float*, float*);
template void flip_middle(const Context&, Index, Index, Index, const double*, double*);

}  // namespace mien::cpu
