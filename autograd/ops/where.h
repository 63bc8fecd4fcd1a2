#pragma once

#include "autograd/variable.h"

namespace mien {

/// A choice for each element: y = a where mask != 0, else b.
///
/// Shapes broadcast against each other as in arithmetic. The mask, usually a comparison, is a
/// constant. What is not chosen gets a gradient of zero, even where its own value is not finite.
/// Throws std::invalid_argument when shapes do not broadcast or dtypes differ.
Variable where(const Variable& mask, const Variable& a, const Variable& b);

}  // namespace mien
