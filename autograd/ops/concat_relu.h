#pragma once

#include <vector>

#include "autograd/variable.h"

namespace mien {

/// Joins the channels of some maps and rectifies them: relu(concat(parts, -1)).
///
///   parts[k]  [..., C_k]      returns [..., C_0 + C_1 + ...]
///
/// The rectifier's pass reads the parts where they are and writes them side by side, and its
/// gradient's pass writes one gradient for each part, so that a skip connection in front of a
/// rectifier costs no copy in either direction. Throws std::invalid_argument as concat does.
Variable concat_relu(const std::vector<Variable>& parts);

/// Channels [begin, end) of dy where y is positive, else 0: the gradient of concat_relu with
/// respect to the part that lies there. y is its result, and a constant here.
Variable concat_relu_backward(const Variable& y, const Variable& dy, Index begin, Index end);

}  // namespace mien
