#pragma once

#include "tensor/check.h"

namespace mien {

/// Trains a small IFRP with all its losses for `steps` steps, each on a new batch, and prints what
/// memory it holds at step 2, 10 and every power of ten, and at the end.
///
/// Throws std::runtime_error if from step 2 on the allocator takes more from the system, or if from
/// step 10 on resident memory grows by more than 1 %.
void check_steady_memory(Index steps);

}  // namespace mien
