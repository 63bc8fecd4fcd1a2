#pragma once

#include "autograd/check_alike.h"
#include "autograd/dispatch.h"
#include "cpu/elementwise.h"
#include "cuda/elementwise.h"

namespace mien {

/// A new tensor y[i] = f(x0[i], x1[i], ...), with the inputs broadcast against each other.
///
/// `f` is a functor from tensor/functors. Throws std::invalid_argument naming `op` when shapes do
/// not broadcast, or dtypes or devices differ.
template <class F, class... Rest>
Tensor map([[maybe_unused]] const char* op, F f, const Tensor& x, const Rest&... rest) {
  Shape shape = x.shape();
  ((shape = broadcast(shape, rest.shape(), op)), ...);
  (check_alike(op, x, rest), ...);
  Tensor y(shape, x.dtype(), x.device());
  dispatch_maps(y, [&]<class T>(auto& backend) { elementwise<T>(backend, f, y, x, rest...); });
  return y;
}

/// y[i] = f(x[i]), written over x where nobody else has its memory. For an op that takes its input
/// by value, hands its tensor on and needs x no more: behind a layer that does not keep its output,
/// it takes no second tensor, not even while it is recorded.
template <class F>
Tensor map_over(F f, const Tensor& x) {
  Tensor y = x.is_sole_owner() ? x : empty_like(x);
  dispatch_maps(y, [&]<class T>(auto& backend) { elementwise<T>(backend, f, y, x); });
  return y;
}

}  // namespace mien
