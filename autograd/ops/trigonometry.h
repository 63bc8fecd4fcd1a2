#pragma once

#include "autograd/variable.h"

namespace mien {

/// Sine and cosine of angles in radians, element by element.
Variable sin(const Variable& x);
Variable cos(const Variable& x);

}  // namespace mien
