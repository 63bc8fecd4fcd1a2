#pragma once

#include <string>

#include "autograd/variable.h"

namespace mien {

/// A parameter under the name it has in checkpoints, such as "e1.conv.weight".
///
/// What a network hands to an optimiser. The Variable is a handle, so an update made through it is
/// seen by the layer that owns the parameter.
struct NamedParameter {
  std::string name;
  Variable variable;
};

}  // namespace mien
