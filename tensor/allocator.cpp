#include "tensor/allocator.h"

#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <new>

namespace mien {
namespace {

constexpr Index kSmallest = 512;
constexpr Index kHugePage = Index{2} << 20;

Index size_class(Index bytes) {
  bytes = std::max(bytes, kSmallest);
  const Index step = static_cast<Index>(std::bit_floor(static_cast<std::uint64_t>(bytes))) / 8;
  return (bytes + step - 1) / step * step;
}

void* system_allocate(Index bytes) {
  const Index alignment = bytes >= kHugePage ? kHugePage : 64;
  void* block = nullptr;
  if (posix_memalign(&block, alignment, bytes) != 0) return nullptr;
  if (bytes >= kHugePage) madvise(block, bytes, MADV_HUGEPAGE);
  return block;
}

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
    block = system_allocate(size);
    if (!block) {
      trim_locked();
      block = system_allocate(size);
    }
    if (!block) throw std::bad_alloc();
    stats_.reserved += size;
    ++stats_.system_allocations;
  }
  stats_.live += size;
  stats_.peak = std::max(stats_.peak, stats_.live);
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
    for (void* block : blocks) std::free(block);
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
