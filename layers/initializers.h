#pragma once

#include <functional>

#include "tensor/random.h"

namespace mien {

/// Fills a parameter before training. `random` is keyed by the seed and the parameter's path.
using Initializer = std::function<void(Tensor& parameter, const Random& random)>;

namespace init {

Initializer constant(double value);
/// Uniform in [low, high).
Initializer uniform(double low, double high);
Initializer normal(double mean, double deviation);
/// Uniform in [-1/sqrt(fan_in), 1/sqrt(fan_in)): the default of Torch7 and PyTorch for filters,
/// matrices and their biases.
Initializer fan_in(Index fan_in);

}  // namespace init
}  // namespace mien
