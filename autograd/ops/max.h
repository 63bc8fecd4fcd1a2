#pragma once

#include <vector>

#include "autograd/variable.h"

namespace mien {

/// The largest value over the given axes (negative ones count from the back); over all of them if
/// none is named. A reduced axis is dropped, or kept with size 1 if `keep_axes`.
///
/// The gradient goes to the place of the maximum, among equal ones to the first in row-major order.
/// NaN if one of the values is. Throws std::invalid_argument for an axis that is not there or named
/// twice, and for the maximum of nothing.
Variable max(const Variable& x, const std::vector<int>& axes = {}, bool keep_axes = false);

}  // namespace mien
