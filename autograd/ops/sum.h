#pragma once

#include <vector>

#include "autograd/variable.h"

namespace mien {

/// The sum over the given axes (negative ones count from the back); over all of them if none is
/// named. A summed axis is dropped, or kept with size 1 if `keep_axes`.
///
/// Sums of bfloat16 are float32. Throws std::invalid_argument for an axis that is not there or
/// named twice.
Variable sum(const Variable& x, const std::vector<int>& axes = {}, bool keep_axes = false);

/// The mean over the given axes, with the conventions of `sum`. Throws if it would be 0 / 0.
Variable mean(const Variable& x, const std::vector<int>& axes = {}, bool keep_axes = false);

/// Sums `x` down to `shape`, which must broadcast to the shape of x: the adjoint of broadcast_to.
Variable sum_to(const Variable& x, const Shape& shape);

/// Repeats `x` along axes of size 1 and new leading axes up to `shape`: the adjoint of sum_to.
Variable broadcast_to(const Variable& x, const Shape& shape);

}  // namespace mien
