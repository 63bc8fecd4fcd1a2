#pragma once

#include <utility>

#include "cpu/broadcast.h"
#include "cpu/parallel.h"
#include "tensor/tensor.h"

namespace mien::cpu {

/// y[i] = f(x0[i], x1[i], ...) with the inputs broadcast to the shape of y. Assigns y.
///
/// T is the element type of every tensor. y may be one of the inputs if that has y's shape.
template <class T, class F, class... Inputs>
void elementwise(const Context& context, F f, Tensor& y, const Inputs&... x) {
  constexpr int kInputs = sizeof...(Inputs);
  const BroadcastPlan<kInputs> plan(y.shape(), {x.shape()...});
  const std::array<const T*, kInputs> data{x.template data<T>()...};
  T* out = y.mutable_data<T>();

  std::array<Index, kInputs> step{};  // of the innermost axis: 0 or 1
  bool all_step = true;
  for (int k = 0; k < kInputs; ++k) {
    step[k] = plan.rank == 0 ? 0 : plan.stride[k][plan.rank - 1];
    all_step = all_step && step[k] == 1;
  }

  const auto run = [&]<std::size_t... k>(Index begin, Index end, std::index_sequence<k...>) {
    plan.for_each_run(begin, end, [&](Index at, const auto& offset, Index length) {
      T* const to = out + at;
      if (all_step) {
        for (Index i = 0; i < length; ++i) to[i] = f(data[k][offset[k] + i]...);
      } else {
        for (Index i = 0; i < length; ++i) to[i] = f(data[k][offset[k] + i * step[k]]...);
      }
    });
  };
  constexpr Index kBlock = 16384;
  parallel_blocks(context, y.numel(), kBlock, [&](Index begin, Index end) {
    run(begin, end, std::make_index_sequence<kInputs>());
  });
}

}  // namespace mien::cpu
