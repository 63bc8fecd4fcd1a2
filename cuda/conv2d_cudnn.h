#pragma once

#include "cuda/context.h"
#include "tensor/conv2d_geometry.h"
#include "tensor/dtype.h"

// For the sources of cuda/ alone. Shows no type of cuDNN.

namespace mien::cuda {

/// The three tensors of a convolution; the pass says which of them is written. Maps, and filters
/// that are read, are of one type; a gradient of filters is of the type that goes with it, Wide<T>.
struct Conv2dOperands {
  const void *x, *w, *y;
};

/// Queues a convolution of maps of that type, or one of its adjoints, by cuDNN's fastest plan
/// (cuda/conv2d_plans.h); false where cuDNN has no way to compute it.
bool conv2d_by_cudnn(const Context& context, const Conv2dGeometry& g, Conv2dPass pass, DType maps,
                     const Conv2dOperands& operands);

}  // namespace mien::cuda
