#pragma once

#include <vector>

#include "autograd/variable.h"

namespace mien {

/// The square of the Euclidean norm of all gradients together: one float64, where the gradients
/// are; the same bits for any number of threads. Throws std::invalid_argument unless all are on
/// one device, and float32 or float64.
Tensor squared_norm(const std::vector<Variable>& gradients);

/// The Euclidean norm of all gradients together.
double gradient_norm(const std::vector<Variable>& gradients);

}  // namespace mien
