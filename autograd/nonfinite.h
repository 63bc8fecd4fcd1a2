#pragma once

#include <stdexcept>

#include "tensor/tensor.h"

namespace mien {

/// A NaN or an infinity, with the op and layer where it first appeared.
class NonFiniteError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// True if no element is NaN or infinite; integers are always finite. For whoever judges a result,
/// as the tests of networks do: ops are watched by the guard below.
bool all_finite(const Tensor& x);

/// While one lives, every op's output and every gradient on this thread is inspected, and the
/// first non-finite one throws NonFiniteError: "exp in srn.d3: output has a NaN or infinity at
/// [0, 4, 2, 1] of [1, 8, 8, 2]".
///
/// It costs a pass over each tensor, so training switches it on to replay a step that went wrong.
class NonFiniteGuard {
 public:
  NonFiniteGuard();
  ~NonFiniteGuard();
  NonFiniteGuard(const NonFiniteGuard&) = delete;
  NonFiniteGuard& operator=(const NonFiniteGuard&) = delete;

  /// Called by the engine: throws if a guard lives and `x` is not finite.
  static void inspect(const Tensor& x, std::string_view op, std::string_view what,
                      std::string_view layer = {});

 private:
  bool previous_;
};

}  // namespace mien
