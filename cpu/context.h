#pragma once

#include "tensor/check.h"

namespace mien::cpu {

/// What a kernel on the CPU needs to know.
struct Context {
  int threads = 1;
  /// Convolutions multiply as their definition says, never by minimal filtering, which is faster
  /// and rounds ten times as coarsely.
  bool exact = false;
  /// Says on stderr, once for each shape, how a convolution is computed and why.
  bool explain = false;
  /// Bytes, at most, of the filters that a convolution by minimal filtering has transformed at a
  /// time, as far as whole panels of them allow, and again of those that are kept for their next
  /// use. Less means more passes; results are the same.
  Index workspace = Index{64} << 20;
};

/// The process's context; at first with one thread per available core.
Context& context();

/// Sets the number of compute threads. Results do not depend on it. Throws unless positive.
void set_threads(int threads);

}  // namespace mien::cpu
