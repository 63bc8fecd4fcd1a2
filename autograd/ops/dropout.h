#pragma once

#include "autograd/variable.h"
#include "tensor/random.h"

namespace mien {

/// Sets each element to 0 with the given probability and divides the others by 1 - probability, so
/// that the mean stays.      x  any shape
///
/// Element i is dropped where draw i of `random` is below `probability`: the same ones for any
/// number of threads; other ones for another stream or step.
/// Throws std::invalid_argument unless 0 <= probability < 1.
/// Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", 2014.
Variable dropout(const Variable& x, double probability, const Random& random);

}  // namespace mien
