#pragma once

#include <utility>

#include "cuda/elementwise.h"
#include "cuda/launch.h"

// For the sources of cuda/ alone.

namespace mien::cuda {

/// y[i] = f(x[0][...], x[1][...], ...): one element of an element-wise op.
template <class T, class F, int kInputs>
struct ElementwiseBody {
  F f;
  BroadcastPlan<kInputs> plan;
  bool one_row;  // then nothing needs to be divided
  T* y;
  std::array<const T*, kInputs> x;

  MIEN_HOST_DEVICE void operator()(Index i) const {
    assign(i, std::make_index_sequence<kInputs>());
  }

 private:
  template <std::size_t... k>
  MIEN_HOST_DEVICE void assign(Index i, std::index_sequence<k...>) const {
    if (one_row) {
      y[i] = f(x[k][i * plan.column_stride(k)]...);
    } else {
      const std::array<Index, kInputs> at = plan.element_offsets(i);
      y[i] = f(x[k][at[k]]...);
    }
  }
};

template <class T, class F, int kInputs>
void elementwise_kernel(const Context& context, F f, const BroadcastPlan<kInputs>& plan,
                        Index count, T* y, const std::array<const T*, kInputs>& x) {
  launch(context, count, ElementwiseBody<T, F, kInputs>{f, plan, plan.columns() == count, y, x});
}

#define MIEN_COMPILE_FOR(T, F, kInputs)                                      \
  template void elementwise_kernel<T, functors::F, kInputs>(                 \
      const Context&, functors::F, const BroadcastPlan<kInputs>&, Index, T*, \
      const std::array<const T*, kInputs>&);
#define MIEN_COMPILE_ELEMENTWISE(F, kInputs) \
  MIEN_COMPILE_FOR(float, F, kInputs)        \
  MIEN_COMPILE_FOR(double, F, kInputs)

}  // namespace mien::cuda
