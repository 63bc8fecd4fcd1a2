#pragma once

#include <vector>

#include "autograd/variable.h"

namespace mien {

/// Reorders axes: axis k of the result is axis axes[k] of x. {0, 3, 1, 2} turns [N, H, W, C] into
/// [N, C, H, W]. Negative axes count from the back.
///
/// Throws std::invalid_argument unless every axis of x is named once.
Variable permute(const Variable& x, const std::vector<int>& axes);

/// Reverses the order along one axis: y[..., i, ...] = x[..., size - 1 - i, ...].
Variable flip(const Variable& x, int axis);

}  // namespace mien
