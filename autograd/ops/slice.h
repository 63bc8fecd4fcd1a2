#pragma once

#include <vector>

#include "autograd/variable.h"

namespace mien {

/// Positions [begin, end) along one axis; a negative axis counts from the back.
///
/// A slice of the leading axis shares memory with x.
/// Throws std::invalid_argument unless 0 <= begin <= end <= size.
Variable slice(const Variable& x, int axis, Index begin, Index end);

/// dy placed at `begin` along an axis of `size`, zeros around it: the adjoint of slice, itself an
/// op.
Variable slice_backward(const Variable& dy, int axis, Index begin, Index size);

/// Joins along one axis. The other axes agree.
///
/// Throws std::invalid_argument for no parts, or parts that differ elsewhere or in dtype.
Variable concat(const std::vector<Variable>& parts, int axis);

}  // namespace mien
