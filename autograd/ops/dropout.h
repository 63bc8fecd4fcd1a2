#pragma once

#include "autograd/variable.h"
#include "tensor/random.h"

namespace mien {

/// Sets each element to 0 with the given probability and divides the others by 1 - probability, so
/// that the mean stays; in bfloat16 that factor is rounded, too.      x  any shape
///
/// Element i is dropped where draw i of `random` is below `probability`: the same ones for any
/// number of threads; other ones for another stream or step. Where `step`, one int64 beside x, is
/// defined, the draws are those of random.at(step): it is read when the op is computed, again at
/// each replay of recorded work.
/// Throws std::invalid_argument unless 0 <= probability < 1, and for another step.
/// Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", 2014.
Variable dropout(const Variable& x, double probability, const Random& random,
                 const Tensor& step = {});

}  // namespace mien
