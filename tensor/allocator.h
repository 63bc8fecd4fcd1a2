#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <vector>

#include "tensor/check.h"

namespace mien {

/// Memory counters of an allocator, in bytes unless said otherwise.
struct AllocatorStats {
  Index live = 0;                ///< handed out now
  Index peak = 0;                ///< the most that was ever handed out at once
  Index reserved = 0;            ///< taken from the system: live plus cached
  Index system_allocations = 0;  ///< calls to the system's allocator, a count
};

/// Keeps freed blocks for the next request of their size class, because pages that the system has
/// to clear anew cost more than the arithmetic done on them.
///
/// Sizes are rounded up to one of eight steps between powers of two (at least 512 bytes), so at
/// most an eighth of a block is waste. Blocks are aligned to 64 bytes, large ones to 2 MiB. All
/// calls may come from any thread.
class CachingAllocator {
 public:
  CachingAllocator() = default;
  CachingAllocator(const CachingAllocator&) = delete;
  CachingAllocator& operator=(const CachingAllocator&) = delete;
  ~CachingAllocator();

  /// Uninitialised memory of at least `bytes`; nullptr for 0 bytes. Throws std::bad_alloc when
  /// the system has none left even after the cache was given back.
  void* allocate(Index bytes);

  /// Takes back what allocate(bytes) returned, keeping it for reuse.
  void release(void* block, Index bytes) noexcept;

  /// Gives every cached block back to the system.
  void trim() noexcept;

  AllocatorStats stats() const;
  void reset_peak();

  /// The allocator of host tensors. Lives until the process ends.
  static CachingAllocator& cpu();

 private:
  mutable std::mutex mutex_;
  std::map<Index, std::vector<void*>> free_;
  AllocatorStats stats_;

  void trim_locked() noexcept;
};

}  // namespace mien
