#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <new>
#include <vector>

#include "tensor/memory_source.h"

namespace mien {

/// Memory counters of an allocator, in bytes unless said otherwise.
struct AllocatorStats {
  Index live = 0;                ///< handed out now
  Index peak = 0;                ///< the most that was ever handed out at once
  Index reserved = 0;            ///< taken from the source: live plus cached
  Index system_allocations = 0;  ///< blocks taken from the source, a count
};

/// What `what()` says: "out of memory on cuda:0: asked for ..., handed out ..., ...".
class OutOfMemory : public std::bad_alloc {
 public:
  explicit OutOfMemory(std::string message) : message_(std::move(message)) {}
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  std::string message_;
};

/// Keeps freed blocks for the next request of their size class: pages that the system has to clear
/// anew cost more than the arithmetic done on them, and a card stops to hand out memory.
///
/// Sizes are rounded up to one of eight steps between powers of two (at least 512 bytes), so at
/// most an eighth of a block is waste. All calls may come from any thread. A block is handed out
/// again as soon as it was released; that is right on a card too, where all work on its memory is
/// done in the order of one stream.
class CachingAllocator {
 public:
  explicit CachingAllocator(MemorySource& source = host_memory()) : source_(source) {}
  CachingAllocator(const CachingAllocator&) = delete;
  CachingAllocator& operator=(const CachingAllocator&) = delete;
  ~CachingAllocator();

  /// Uninitialised memory of at least `bytes`; nullptr for 0 bytes. Throws OutOfMemory when the
  /// source has none left even after the cache was given back.
  void* allocate(Index bytes);

  /// Takes back what allocate(bytes) returned, keeping it for reuse.
  void release(void* block, Index bytes) noexcept;

  /// Gives every cached block back to the source.
  void trim() noexcept;

  AllocatorStats stats() const;
  void reset_peak();

  /// The allocator of host tensors. Lives until the process ends.
  static CachingAllocator& cpu();

 private:
  MemorySource& source_;
  mutable std::mutex mutex_;
  std::map<Index, std::vector<void*>> free_;
  AllocatorStats stats_;

  void* take_locked(Index size);
  void trim_locked() noexcept;
};

}  // namespace mien
