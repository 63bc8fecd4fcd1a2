#pragma once

#include "autograd/variable.h"

namespace mien {

/// Logistic function: y = 1 / (1 + e^-x), in (0, 1).      x  any shape
Variable sigmoid(const Variable& x);

/// dx = dy y (1 - y): the gradient of sigmoid from its output, itself an op.
Variable sigmoid_backward(const Variable& y, const Variable& dy);

/// Hyperbolic tangent, in (-1, 1).      x  any shape
Variable tanh(const Variable& x);

/// dx = dy (1 - y^2): the gradient of tanh from its output, itself an op.
Variable tanh_backward(const Variable& y, const Variable& dy);

/// Smooth rectifier: y = ln(1 + e^x); its derivative is the sigmoid.      x  any shape
///
/// Accurate for all x: no overflow, and e^x where x is very negative.
Variable softplus(const Variable& x);

}  // namespace mien
