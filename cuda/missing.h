#pragma once

#include "cuda/context.h"

namespace mien::cuda {

// Kernels of cpu/ that have no counterpart here yet. Calling one on a card throws MissingKernel.

#define MIEN_MISSING(name)                                 \
  template <class... Arguments>                            \
  void name(const Context& context, const Arguments&...) { \
    no_kernel(context, #name);                             \
  }

MIEN_MISSING(conv2d)
MIEN_MISSING(conv2d_input_gradient)
MIEN_MISSING(conv2d_weight_gradient)

#undef MIEN_MISSING

}  // namespace mien::cuda
