#pragma once

#include "cpu/context.h"
#include "tensor/tensor.h"

namespace mien {

/// Calls `f.template operator()<T>(backend)` with the element type of `like` (float or double) and
/// the context of the backend it lives on. Throws std::invalid_argument for other dtypes.
template <class F>
void dispatch(const Tensor& like, F&& f) {
  check(like.device().type == DeviceType::cpu,
        "dispatch: this build computes on the CPU only, got ", like.device());
  switch (like.dtype()) {
    case DType::float32:
      return f.template operator()<float>(cpu::context());
    case DType::float64:
      return f.template operator()<double>(cpu::context());
    default:
      check(false, "dispatch: needs float32 or float64, got ", like.dtype());
  }
}

}  // namespace mien
