#pragma once

#include "cuda/context.h"

namespace mien::cuda {

// Kernels of cpu/ that have no counterpart here yet. Calling one on a card throws MissingKernel.

#define MIEN_MISSING(name)                                 \
  template <class... Arguments>                            \
  void name(const Context& context, const Arguments&...) { \
    no_kernel(context, #name);                             \
  }

MIEN_MISSING(batch_moments)
MIEN_MISSING(batch_norm)
MIEN_MISSING(batch_norm_backward)
MIEN_MISSING(bilinear_corners)
MIEN_MISSING(bilinear_corners_backward)
MIEN_MISSING(conv2d)
MIEN_MISSING(conv2d_input_gradient)
MIEN_MISSING(conv2d_weight_gradient)
MIEN_MISSING(copy_blocks)
MIEN_MISSING(dot_corners)
MIEN_MISSING(dropout_mask)
MIEN_MISSING(flip_middle)
MIEN_MISSING(gather_corners)
MIEN_MISSING(log_softmax)
MIEN_MISSING(matmul)
MIEN_MISSING(max_middle)
MIEN_MISSING(max_pool2d)
MIEN_MISSING(max_pool2d_gather)
MIEN_MISSING(max_pool2d_scatter)
MIEN_MISSING(pad)
MIEN_MISSING(pad_backward)
MIEN_MISSING(permute)
MIEN_MISSING(put_middle)
MIEN_MISSING(resample2d)
MIEN_MISSING(scatter_corners)
MIEN_MISSING(softmax)
MIEN_MISSING(sum_middle)
MIEN_MISSING(take_middle)
MIEN_MISSING(update)

#undef MIEN_MISSING

}  // namespace mien::cuda
