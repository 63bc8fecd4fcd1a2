#pragma once

#include "cuda/context.h"
#include "tensor/random.h"

namespace mien::cuda {

/// mask[i] = 0 where draw i of `random` is below `probability`, else 1 / (1 - probability). Where
/// `step` is not nullptr it is read for the step of the draws. Assigns mask.
template <class T>
void dropout_mask(const Context& context, Index count, double probability, const Random& random,
                  const std::int64_t* step, T* mask);

}  // namespace mien::cuda
