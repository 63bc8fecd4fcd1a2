#pragma once

#include "autograd/variable.h"

namespace mien {

/// The same values in another floating dtype, rounded to nearest even; x itself if it has it.
///
/// The gradient is cast back to the dtype of x. A constant may be cast from any dtype.
/// Throws std::invalid_argument unless `dtype` is floating.
Variable cast(const Variable& x, DType dtype);

}  // namespace mien
