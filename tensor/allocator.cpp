#include "tensor/allocator.h"

#include <algorithm>

namespace mien {
namespace {

constexpr Index kLine = 64;  // of a cache; every block starts on one

// Whole lines and one more, so that reading past the end is an error that a checker sees, and
// equal blocks do not fall into the same sets of the cache.
Index block_size(Index bytes) { return (bytes + kLine - 1) / kLine * kLine + kLine; }

std::string mebibytes(Index bytes) { return text((bytes + (1 << 19)) >> 20, " MiB"); }

}  // namespace

std::byte* CachingAllocator::Segment::take(Index wanted) {
  const auto hole = std::find_if(holes.begin(), holes.end(),
                                 [&](const auto& entry) { return entry.second >= wanted; });
  if (hole == holes.end()) return nullptr;
  const auto [offset, room] = *hole;
  holes.erase(hole);
  if (room > wanted) holes.emplace(offset + wanted, room - wanted);
  reach = std::max(reach, offset + wanted);
  return begin + offset;
}

void CachingAllocator::Segment::give_back(Index offset, Index returned) {
  auto next = holes.lower_bound(offset);
  if (next != holes.end() && next->first == offset + returned) {
    returned += next->second;
    next = holes.erase(next);
  }
  if (next != holes.begin()) {
    const auto before = std::prev(next);
    if (before->first + before->second == offset) {
      before->second += returned;
      return;
    }
  }
  holes.emplace(offset, returned);
}

CachingAllocator::~CachingAllocator() { trim(); }

void* CachingAllocator::allocate(Index bytes) {
  if (bytes == 0) return nullptr;
  const Index size = block_size(bytes);
  const std::lock_guard lock(mutex_);
  void* const block = take_locked(size);
  source_.open(block, bytes);
  source_.close(static_cast<std::byte*>(block) + bytes, size - bytes);
  stats_.live += size;
  stats_.total += size;
  stats_.peak = std::max(stats_.peak, stats_.live);
  return block;
}

void* CachingAllocator::take_locked(Index size) {
  for (Segment& segment : segments_) {
    if (void* block = segment.take(size)) return block;
  }
  return new_segment(size).take(size);
}

CachingAllocator::Segment& CachingAllocator::new_segment(Index size) {
  Index taken = std::max(size, source_.segment());
  void* memory = source_.take(taken);
  if (!memory) memory = source_.take(taken = size);
  if (!memory) {
    const Index before = reserved_locked();
    trim_locked();
    memory = source_.take(size);
    if (!memory) {
      throw OutOfMemory(text("out of memory on ", source_.name(), ": asked for ", mebibytes(size),
                             " with ", mebibytes(stats_.live), " in use and ",
                             mebibytes(before - reserved_locked()), " given back"));
    }
  }
  ++stats_.system_allocations;
  return segments_.emplace_back(static_cast<std::byte*>(memory), taken);
}

void CachingAllocator::release(void* block, Index bytes) noexcept {
  if (!block) return;
  const Index size = block_size(bytes);
  auto* const at = static_cast<std::byte*>(block);
  const std::lock_guard lock(mutex_);
  source_.close(block, bytes);
  const auto segment = std::find_if(segments_.begin(), segments_.end(), [&](const Segment& s) {
    return at >= s.begin && at < s.begin + s.size;
  });
  segment->give_back(at - segment->begin, size);
  stats_.live -= size;
}

void CachingAllocator::trim() noexcept {
  const std::lock_guard lock(mutex_);
  trim_locked();
}

void CachingAllocator::trim_locked() noexcept {
  std::erase_if(segments_, [&](const Segment& segment) {
    if (!segment.is_unused()) return false;
    source_.open(segment.begin, segment.size);
    source_.give_back(segment.begin);
    return true;
  });
}

Index CachingAllocator::reserved_locked() const {
  Index sum = 0;
  for (const Segment& segment : segments_) sum += segment.reach;
  return sum;
}

AllocatorStats CachingAllocator::stats() const {
  const std::lock_guard lock(mutex_);
  AllocatorStats all = stats_;
  all.reserved = reserved_locked();
  return all;
}

void CachingAllocator::reset_peak() {
  const std::lock_guard lock(mutex_);
  stats_.peak = stats_.live;
}

CachingAllocator& CachingAllocator::cpu() {
  // Never destroyed: tensors held by other static objects may be released after main returns.
  static CachingAllocator* const allocator = new CachingAllocator;
  return *allocator;
}

}  // namespace mien
