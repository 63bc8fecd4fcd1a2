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
  Index total = 0;               ///< all that was ever handed out, again and again
  Index reserved = 0;            ///< what the source has to back: live, holes, and what was live
  Index system_allocations = 0;  ///< segments taken from the source, a count
};

/// What `what()` says: "out of memory on cuda:0: asked for ..., handed out ..., ...".
class OutOfMemory : public std::bad_alloc {
 public:
  explicit OutOfMemory(std::string message) : message_(std::move(message)) {}
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  std::string message_;
};

/// Keeps freed memory for the next request: pages that the system has to clear anew cost more than
/// the arithmetic done on them, and a card stops to hand out memory.
///
/// Note [First fit by address]: memory is taken in segments and handed out from the lowest hole
/// that is large enough; holes that touch become one. Training repeats itself, and whatever is
/// freed in the order of a walk back leaves large holes, so that a whole step needs little more
/// than what is live at its worst moment, and every later step finds the holes of the one before.
/// Holes kept by size instead, for requests of that size alone, needed half as much again.
///
/// All calls may come from any thread. Memory is handed out again as soon as it was released; that
/// is right on a card too, where all work on its memory is done in the order of one stream.
class CachingAllocator {
 public:
  explicit CachingAllocator(MemorySource& source = host_memory()) : source_(source) {}
  CachingAllocator(const CachingAllocator&) = delete;
  CachingAllocator& operator=(const CachingAllocator&) = delete;
  ~CachingAllocator();

  /// Uninitialised memory of at least `bytes`; nullptr for 0 bytes. Throws OutOfMemory when the
  /// source has none left even after unused segments were given back.
  void* allocate(Index bytes);

  /// Takes back what allocate(bytes) returned, keeping it for reuse.
  void release(void* block, Index bytes) noexcept;

  /// Gives every segment that nothing lives in back to the source.
  void trim() noexcept;

  AllocatorStats stats() const;
  void reset_peak();

  /// The allocator of host tensors. Lives until the process ends.
  static CachingAllocator& cpu();

 private:
  struct Segment {
    std::byte* begin;
    Index size;
    Index reach;                   ///< the end of what was ever handed out
    std::map<Index, Index> holes;  ///< size by offset; no two of them touch

    explicit Segment(std::byte* begin, Index size)
        : begin(begin), size(size), reach(0), holes{{0, size}} {}

    bool is_unused() const { return !holes.empty() && holes.begin()->second == size; }
    /// The lowest place with room for `wanted` bytes, or nullptr.
    std::byte* take(Index wanted);
    void give_back(Index offset, Index returned);
  };

  MemorySource& source_;
  mutable std::mutex mutex_;
  std::vector<Segment> segments_;
  AllocatorStats stats_;

  void* take_locked(Index size);
  Segment& new_segment(Index size);
  void trim_locked() noexcept;
  Index reserved_locked() const;
};

}  // namespace mien
