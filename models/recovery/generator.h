#pragma once

#include "layers/module.h"

namespace mien {

/// What every generator that recovers a face has: one image in, one image of the same size out.
class Generator : public Module {
 public:
  /// x [N, size, size, 3] in [-1, 1], RGB; returns the same shape, linear: clamp before viewing.
  virtual Variable operator()(const Variable& x) = 0;
};

}  // namespace mien
