#include "tensor/memory_source.h"

#include <sanitizer/asan_interface.h>
#include <sys/mman.h>

#include <cstdlib>

namespace mien {
namespace {

constexpr Index kHugePage = Index{2} << 20;

class HostMemory : public MemorySource {
 public:
  void* take(Index bytes) override {
    const Index alignment = bytes >= kHugePage ? kHugePage : 64;
    void* block = nullptr;
    if (posix_memalign(&block, alignment, bytes) != 0) return nullptr;
    if (bytes >= kHugePage) madvise(block, bytes, MADV_HUGEPAGE);
    return block;
  }
  void give_back(void* block) noexcept override { std::free(block); }
  std::string name() const override { return "cpu"; }
  Index segment() const override { return Index{1} << 30; }
  void open(void* part, Index bytes) noexcept override { ASAN_UNPOISON_MEMORY_REGION(part, bytes); }
  void close(void* part, Index bytes) noexcept override { ASAN_POISON_MEMORY_REGION(part, bytes); }
};

}  // namespace

MemorySource& host_memory() {
  // Never destroyed: tensors held by other static objects may be released after main returns.
  static HostMemory* const memory = new HostMemory;
  return *memory;
}

}  // namespace mien
