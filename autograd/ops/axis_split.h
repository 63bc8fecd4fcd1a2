#pragma once

#include "tensor/shape.h"

namespace mien {

/// A shape seen from one axis, or from neighbouring axes: [A, R, B].
struct AxisSplit {
  Index A = 1, R = 1, B = 1;

  /// Throws std::invalid_argument for an axis that is not there.
  AxisSplit(const Shape& shape, int axis)
      : AxisSplit(shape, shape.normalize_axis(axis), shape.normalize_axis(axis) + 1) {}

  /// Axes [first, last).
  AxisSplit(const Shape& shape, int first, int last) {
    for (int axis = 0; axis < shape.rank(); ++axis) {
      (axis < first ? A : axis < last ? R : B) *= shape[axis];
    }
  }
};

}  // namespace mien
