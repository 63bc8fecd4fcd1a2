#pragma once

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
  (check(rest.dtype() == x.dtype(), op, ": dtypes differ, ", x.dtype(), " and ", rest.dtype()),
   ...);
  (check(rest.device() == x.device(), op, ": devices differ, ", x.device(), " and ", rest.device()),
   ...);
  Tensor y(shape, x.dtype(), x.device());
  dispatch(y, [&]<class T>(auto& backend) { elementwise<T>(backend, f, y, x, rest...); });
  return y;
}

}  // namespace mien
