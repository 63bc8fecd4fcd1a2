#include "tensor/allocator.h"

#include <algorithm>
#include <bit>

namespace mien {
namespace {

constexpr Index kSmallest = 512;

Index size_class(Index bytes) {
  bytes = std::max(bytes, kSmallest);
  const Index step = static_cast<Index>(std::bit_floor(static_cast<std::uint64_t>(bytes))) / 8;
  return (bytes + step - 1) / step * step;
}

std::string mebibytes(Index bytes) { return text((bytes + (1 << 20) - 1) >> 20, " MiB"); }

}  // namespace

CachingAllocator::~CachingAllocator() { trim(); }

void* CachingAllocator::allocate(Index bytes) {
  if (bytes == 0) return nullptr;
  const Index size = size_class(bytes);
  const std::lock_guard lock(mutex_);
  void* block = nullptr;
  if (auto cached = free_.find(size); cached != free_.end() && !cached->second.empty()) {
    block = cached->second.back();
    cached->second.pop_back();
  } else {
    block = take_locked(size);
  }
  stats_.live += size;
  stats_.peak = std::max(stats_.peak, stats_.live);
  return block;
}

// A new block, if need be after the cached ones were given back.
void* CachingAllocator::take_locked(Index size) {
  void* block = source_.take(size);
  const Index cached = stats_.reserved - stats_.live;
  if (!block) {
    trim_locked();
    block = source_.take(size);
  }
  if (!block) {
    throw OutOfMemory(text("out of memory on ", source_.name(), ": asked for ", mebibytes(size),
                           " with ", mebibytes(stats_.live), " in use and ", mebibytes(cached),
                           " given back"));
  }
  stats_.reserved += size;
  ++stats_.system_allocations;
  return block;
}

void CachingAllocator::release(void* block, Index bytes) noexcept {
  if (!block) return;
  const Index size = size_class(bytes);
  const std::lock_guard lock(mutex_);
  free_[size].push_back(block);
  stats_.live -= size;
}

void CachingAllocator::trim() noexcept {
  const std::lock_guard lock(mutex_);
  trim_locked();
}

void CachingAllocator::trim_locked() noexcept {
  for (auto& [size, blocks] : free_) {
    for (void* block : blocks) source_.give_back(block);
    stats_.reserved -= size * static_cast<Index>(blocks.size());
    blocks.clear();
  }
}

AllocatorStats CachingAllocator::stats() const {
  const std::lock_guard lock(mutex_);
  return stats_;
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
