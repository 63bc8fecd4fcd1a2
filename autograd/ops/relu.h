#pragma once

#include "autograd/variable.h"

namespace mien {

/// Rectifier: y = max(x, 0).      x  any shape
///
/// At x == 0 the derivative used is 0.
/// Nair and Hinton, "Rectified Linear Units Improve Restricted Boltzmann Machines", ICML 2010.
Variable relu(Variable x);

/// dx = dy where x > 0, else 0: the gradient of relu, itself an op.
Variable relu_backward(const Variable& x, const Variable& dy);

}  // namespace mien
