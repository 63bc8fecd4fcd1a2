#pragma once

#include "autograd/variable.h"

namespace mien {

struct MatmulOptions {
  bool transpose_a = false;
  bool transpose_b = false;
  bool exact = false;  ///< on a card: factors are never rounded, whatever its precision
};

/// Matrix product y = op(a) op(b), where op transposes if asked.
///
///   op(a)  [M, K]      op(b)  [K, N]      returns [M, N]
///
/// Throws std::invalid_argument unless both are matrices whose inner sizes agree, of one
/// dtype and on one device.
Variable matmul(const Variable& a, const Variable& b, MatmulOptions options = {});

}  // namespace mien
