#pragma once

#include <algorithm>

#include "tensor/check.h"

namespace mien::cuda {

/// Blocks and threads of a kernel that walks through n elements in steps of blocks * threads.
struct LaunchShape {
  unsigned blocks, threads;
};

/// A thread for each element, up to 2^20 blocks; n must be positive.
inline LaunchShape launch_shape(Index n) {
  constexpr Index kThreads = 256, kMostBlocks = Index{1} << 20;
  const Index blocks = std::min((n + kThreads - 1) / kThreads, kMostBlocks);
  return {static_cast<unsigned>(blocks), static_cast<unsigned>(kThreads)};
}

}  // namespace mien::cuda
