#pragma once

#include <memory>

#include "tensor/memory_source.h"

namespace mien::cuda {

/// The memory of one card, by cudaMalloc, which waits for the card: hence an allocator that caches.
/// `take` throws CudaError for any failure but a lack of memory.
std::unique_ptr<MemorySource> card_memory(int index);

}  // namespace mien::cuda
