#pragma once

#include "cpu/parallel.h"

namespace mien::cpu {

/// y[a * y_stride + i] = f(x0[a * x_stride + i], x1[a * x_stride + i], ...) for a < count,
/// i < length: an element-wise op between channels of wider maps. Assigns these elements of y only.
template <class T, class F, class... X>
void map_blocks(const Context& context, F f, Index count, Index length, T* y, Index y_stride,
                Index x_stride, const X*... x) {
  constexpr Index kElements = 16384;  // of a task
  const Index per_task = std::max<Index>(1, kElements / std::max<Index>(1, length));
  parallel_blocks(context, count, per_task, [&](Index begin, Index end) {
    for (Index a = begin; a < end; ++a) {
      T* const to = y + a * y_stride;
      const Index from = a * x_stride;
#pragma omp simd
      for (Index i = 0; i < length; ++i) to[i] = f(x[from + i]...);
    }
  });
}

}  // namespace mien::cpu
