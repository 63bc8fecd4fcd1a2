#pragma once

#include "autograd/variable.h"

namespace mien {

/// The same elements, in the same row-major order, under another shape. Shares memory with x.
///
/// Throws std::invalid_argument unless the element counts agree.
Variable reshape(const Variable& x, const Shape& shape);

/// [N, ...] to [N, the rest].
Variable flatten(const Variable& x);

}  // namespace mien
