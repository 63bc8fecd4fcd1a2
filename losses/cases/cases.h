#pragma once

#include <vector>

#include "autograd/gradient_check.h"

namespace mien {

/// The gradient cases of every loss. Every function in losses that returns a Variable has at least
/// one case under its name; a test compares the two lists.
std::vector<GradientCase> loss_gradient_cases();

}  // namespace mien
