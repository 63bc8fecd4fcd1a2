#pragma once

#include <typeinfo>

#include "cuda/context.h"
#include "cuda/functors.h"
#include "tensor/broadcast.h"
#include "tensor/tensor.h"

namespace mien::cuda {

/// The kernel behind `elementwise`, for the functors listed in cuda/functors.h.
template <class T, class F, int kInputs>
void elementwise_kernel(const Context& context, F f, const BroadcastPlan<kInputs>& plan,
                        Index count, T* y, const std::array<const T*, kInputs>& x);

/// y[i] = f(x0[i], x1[i], ...) with the inputs broadcast to the shape of y. Assigns y.
///
/// T is the element type of every tensor; f computes in Wide<T>. y may be one of the inputs if that
/// has y's shape. Throws MissingKernel for a functor that cuda/functors.h does not list.
template <class T, class F, class... Inputs>
void elementwise(const Context& context, F f, Tensor& y, const Inputs&... x) {
  constexpr int kInputs = sizeof...(Inputs);
  if constexpr (kHasKernel<F, kInputs>) {
    if (y.numel() == 0) return;
    const BroadcastPlan<kInputs> plan(y.shape(), {x.shape()...});
    elementwise_kernel<T, F, kInputs>(context, f, plan, y.numel(), y.mutable_data<T>(),
                                      {x.template data<T>()...});
  } else {
    no_kernel(context, "elementwise of " + readable(typeid(F)));
  }
}

}  // namespace mien::cuda
