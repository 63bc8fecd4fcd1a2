#pragma once

#include "autograd/variable.h"

namespace mien {

/// Leaky rectifier: y = x where x > 0, else slope x.      x  any shape
///
/// At x == 0 the derivative used is `slope`. Throws std::invalid_argument if the slope is negative.
/// Maas, Hannun and Ng, "Rectifier Nonlinearities Improve Neural Network Acoustic Models", 2013.
Variable leaky_relu(Variable x, double slope);

/// dx = dy where x > 0, else slope dy: the gradient of leaky_relu, itself an op.
Variable leaky_relu_backward(const Variable& x, const Variable& dy, double slope);

}  // namespace mien
