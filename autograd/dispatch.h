#pragma once

#include "cpu/context.h"
#include "cuda/context.h"
#include "tensor/build.h"
#include "tensor/tensor.h"

namespace mien {

/// Calls `f.template operator()<T>(backend)` with `dtype` as T, float or double. Throws
/// std::invalid_argument for other dtypes.
template <class Backend, class F>
void dispatch_on(Backend& backend, DType dtype, F&& f) {
  switch (dtype) {
    case DType::float32:
      return f.template operator()<float>(backend);
    case DType::float64:
      return f.template operator()<double>(backend);
    default:
      check(false, "dispatch: needs float32 or float64, got ", dtype,
            dtype == DType::bfloat16 ? ", which only a card computes, and not in every op" : "");
  }
}

/// Calls `f.template operator()<T>(backend)` with the element type of `like` (float or double) and
/// the context of the backend it lives on: cpu::Context or, where the build has CUDA,
/// cuda::Context. Throws std::invalid_argument for other dtypes, and cuda::MissingKernel where a
/// card is asked for what cuda/ does not have yet.
template <class F>
void dispatch(const Tensor& like, F&& f) {
  if constexpr (kWithCuda) {
    if (like.device().type == DeviceType::cuda) {
      return dispatch_on(cuda::context(like.device().index), like.dtype(), f);
    }
  }
  dispatch_on(cpu::context(), like.dtype(), f);
}

/// As dispatch, but a card may also store the elements in bfloat16: for ops on the maps of
/// networks. What belongs to the maps, biases and statistics say, is of type Wide<T>.
template <class F>
void dispatch_maps(const Tensor& like, F&& f) {
  if constexpr (kWithCuda) {
    if (like.device().type == DeviceType::cuda && like.dtype() == DType::bfloat16) {
      return f.template operator()<bfloat16>(cuda::context(like.device().index));
    }
  }
  dispatch(like, f);
}

}  // namespace mien
