#pragma once

#include "autograd/gradient_check.h"

namespace mien {

/// The gradient cases of every layer: inputs and every parameter vary. A test compares the list
/// with the classes that the headers of layers/ declare.
std::vector<GradientCase> layer_gradient_cases();

}  // namespace mien
