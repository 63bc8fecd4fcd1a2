#pragma once

#include "autograd/variable.h"

namespace mien {

/// Leaky rectifier with one learned slope per channel: y = x where x > 0, else slope[c] x.
///
///   x      [..., C]      slope  [C]      returns the shape of x
///
/// At x == 0 the derivative used is slope[c].
/// Throws std::invalid_argument unless slope has one value per channel of x.
/// He et al., "Delving Deep into Rectifiers", ICCV 2015, eq. (1).
Variable prelu(const Variable& x, const Variable& slope);

/// dx = dy where x > 0, else slope[c] dy: the gradient of prelu, itself an op.
Variable prelu_backward(const Variable& x, const Variable& slope, const Variable& dy);

}  // namespace mien
