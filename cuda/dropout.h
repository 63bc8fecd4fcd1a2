#pragma once

#include "cuda/context.h"
#include "tensor/random.h"

namespace mien::cuda {

/// mask[i] = 0 where draw i of `random` is below `probability`, else 1 / (1 - probability).
/// Assigns mask.
template <class T>
void dropout_mask(const Context& context, Index count, double probability, const Random& random,
                  T* mask);

}  // namespace mien::cuda
