#pragma once

#include "autograd/dispatch.h"
#include "autograd/grad_mode.h"
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
  (check(rest.dtype() == x.dtype(), op, ": dtypes differ, ", x.dtype(), " and ", rest.dtype()),
   ...);
  (check(rest.device() == x.device(), op, ": devices differ, ", x.device(), " and ", rest.device()),
   ...);
  Tensor y(shape, x.dtype(), x.device());
  dispatch(y, [&]<class T>(auto& backend) { elementwise<T>(backend, f, y, x, rest...); });
  return y;
}

/// What is computed from x element by element may be written here: over x where nothing is recorded
/// and nobody else has its memory, else to a new tensor.
inline Tensor over_or_beside(const Tensor& x) {
  return !is_recording() && x.is_sole_owner() ? x : empty_like(x);
}

/// y[i] = f(x[i]), over x where that may be. An op that takes its input by value and hands its
/// tensor on needs no second one where a layer's output goes straight into it.
template <class F>
Tensor map_over(F f, const Tensor& x) {
  Tensor y = over_or_beside(x);
  dispatch(y, [&]<class T>(auto& backend) { elementwise<T>(backend, f, y, x); });
  return y;
}

}  // namespace mien
