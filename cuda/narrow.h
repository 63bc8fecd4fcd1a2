#pragma once

#include "cuda/context.h"
#include "tensor/bfloat16.h"

namespace mien::cuda {

/// to[i] = from[i] rounded to nearest, ties to even, for i < count. `convert` of cuda/fill.h calls
/// these, which move as many bytes at once as a card likes to.
void narrow(const Context& context, Index count, const float* from, bfloat16* to);

/// to[i] = from[i], exactly, for i < count.
void widen(const Context& context, Index count, const bfloat16* from, float* to);

}  // namespace mien::cuda
