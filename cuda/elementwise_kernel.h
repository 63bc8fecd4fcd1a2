#pragma once

#include <utility>

#include "cuda/elementwise.h"
#include "cuda/launch.h"
#include "cuda/pack.h"

// For the sources of cuda/ alone.

namespace mien::cuda {

/// y[i] = f(x[0][...], x[1][...], ...): one element of an element-wise op.
template <class T, class F, int kInputs>
struct ElementwiseBody {
  F f;
  BroadcastPlan<kInputs> plan;
  T* y;
  std::array<const T*, kInputs> x;

  MIEN_HOST_DEVICE void operator()(Index i) const {
    assign(i, plan.element_offsets(i), std::make_index_sequence<kInputs>());
  }

 private:
  template <std::size_t... k>
  MIEN_HOST_DEVICE void assign(Index i, const std::array<Index, kInputs>& at,
                               std::index_sequence<k...>) const {
    y[i] = static_cast<T>(f(static_cast<Wide<T>>(x[k][at[k]])...));
  }
};

/// The same where nothing needs to be divided, as each input is read along with y, or is one
/// number; in packs.
template <class T, class F, int kInputs, int V>
struct ElementwiseRow {
  F f;
  std::array<bool, kInputs> is_number;
  Pack<T, V>* y;
  std::array<const T*, kInputs> x;

  MIEN_HOST_DEVICE void operator()(Index i) const {
    assign(i, std::make_index_sequence<kInputs>());
  }

 private:
  MIEN_HOST_DEVICE Pack<T, V> read(std::size_t k, Index i) const {
    if (!is_number[k]) return reinterpret_cast<const Pack<T, V>*>(x[k])[i];
    Pack<T, V> same;
    for (int v = 0; v < V; ++v) same.of[v] = x[k][0];
    return same;
  }
  template <std::size_t... k>
  MIEN_HOST_DEVICE void assign(Index i, std::index_sequence<k...>) const {
    y[i] = mapped(f, read(k, i)...);
  }
};

template <class T, class F, int kInputs, std::size_t... k>
void launch_row(const Context& context, F f, const BroadcastPlan<kInputs>& plan, Index count, T* y,
                const std::array<const T*, kInputs>& x, std::index_sequence<k...>) {
  const std::array<bool, kInputs> is_number{plan.column_stride(k) == 0 ...};
  const auto run = [&]<int V>() {
    launch(context, count / V, ElementwiseRow<T, F, kInputs, V>{f, is_number, packs<T, V>(y), x});
  };
  with_packs(count, run, y, (is_number[k] ? y : x[k])...);
}

template <class T, class F, int kInputs>
void elementwise_kernel(const Context& context, F f, const BroadcastPlan<kInputs>& plan,
                        Index count, T* y, const std::array<const T*, kInputs>& x) {
  if (plan.columns() == count) {
    launch_row<T, F, kInputs>(context, f, plan, count, y, x, std::make_index_sequence<kInputs>());
  } else {
    launch(context, count, ElementwiseBody<T, F, kInputs>{f, plan, y, x});
  }
}

#define MIEN_COMPILE_FOR(T, F, kInputs)                                      \
  template void elementwise_kernel<T, functors::F, kInputs>(                 \
      const Context&, functors::F, const BroadcastPlan<kInputs>&, Index, T*, \
      const std::array<const T*, kInputs>&);
#define MIEN_COMPILE_ELEMENTWISE(F, kInputs) \
  MIEN_COMPILE_FOR(float, F, kInputs)        \
  MIEN_COMPILE_FOR(double, F, kInputs)       \
  MIEN_COMPILE_FOR(bfloat16, F, kInputs)

}  // namespace mien::cuda
