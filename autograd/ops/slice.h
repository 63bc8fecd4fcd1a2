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
/// Throws std::invalid_argument for no parts, or parts that differ elsewhere, in dtype or device.
Variable concat(const std::vector<Variable>& parts, int axis);

/// What joining `parts` along an axis gives, and where each of them begins. Its constructor throws
/// as concat does, in the name of `op`.
struct ConcatShape {
  int axis;
  Shape shape;
  std::vector<Index> begin{0};  ///< of each part, and the end of the last

  ConcatShape(const char* op, const std::vector<Variable>& parts, int axis);
};

}  // namespace mien
