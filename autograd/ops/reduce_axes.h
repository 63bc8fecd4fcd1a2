#pragma once

#include <vector>

#include "tensor/shape.h"

namespace mien {

/// The axes an op reduces over, checked, and the shapes that leaves.
class ReducedAxes {
 public:
  /// No axes means all of them. Throws std::invalid_argument naming `op` for a bad or double axis.
  ReducedAxes(const char* op, const Shape& shape, const std::vector<int>& axes)
      : marked_(shape.rank(), axes.empty()), kept_(shape) {
    for (int axis : axes) {
      const int at = shape.normalize_axis(axis);
      check(!marked_[at], op, ": axis ", axis, " of ", shape, " is named twice");
      marked_[at] = true;
    }
    for (int axis = 0; axis < shape.rank(); ++axis) {
      if (marked_[axis]) count_ *= shape[axis];
    }
    for (int axis = shape.rank() - 1; axis >= 0; --axis) {
      if (marked_[axis]) kept_ = kept_.with(axis, 1);
    }
    dropped_ = kept_;
    for (int axis = shape.rank() - 1; axis >= 0; --axis) {
      if (marked_[axis]) dropped_ = dropped_.removed(axis);
    }
  }

  const std::vector<bool>& marked() const { return marked_; }
  Index count() const { return count_; }             ///< values that each result is made of
  const Shape& kept() const { return kept_; }        ///< reduced axes have size 1
  const Shape& dropped() const { return dropped_; }  ///< reduced axes are gone

 private:
  std::vector<bool> marked_;
  Index count_ = 1;
  Shape kept_, dropped_;
};

}  // namespace mien
