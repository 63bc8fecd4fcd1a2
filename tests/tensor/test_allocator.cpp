#include "tensor/allocator.h"

#include <boost/test/unit_test.hpp>

using namespace mien;

namespace {

// A source of few bytes. Its blocks are only compared.
class SmallMemory : public MemorySource {
 public:
  explicit SmallMemory(Index bytes) : left(bytes) {}

  void* take(Index bytes) override {
    if (bytes > left) return nullptr;
    left -= bytes;
    taken.push_back(bytes);
    return reinterpret_cast<void*>(0x1000 * taken.size());
  }
  void give_back(void* block) noexcept override {
    left += taken[reinterpret_cast<std::uintptr_t>(block) / 0x1000 - 1];
  }
  std::string name() const override { return "cuda:7"; }

  Index left;
  std::vector<Index> taken;
};

constexpr Index kMiB = 1 << 20;

}  // namespace

BOOST_AUTO_TEST_SUITE(allocator_suite)

BOOST_AUTO_TEST_CASE(memory_comes_from_the_source_and_goes_back_to_it) {
  SmallMemory memory(16 * kMiB);
  {
    CachingAllocator allocator(memory);
    allocator.release(allocator.allocate(4 * kMiB), 4 * kMiB);
    allocator.release(allocator.allocate(4 * kMiB), 4 * kMiB);
    BOOST_TEST(memory.taken.size() == 1u);
    BOOST_TEST(memory.left == 12 * kMiB);
  }
  BOOST_TEST(memory.left == 16 * kMiB);
}

BOOST_AUTO_TEST_CASE(cached_blocks_are_given_back_before_memory_runs_out) {
  SmallMemory memory(16 * kMiB);
  CachingAllocator allocator(memory);
  allocator.release(allocator.allocate(10 * kMiB), 10 * kMiB);
  void* const block = allocator.allocate(12 * kMiB);
  BOOST_TEST(block);
  BOOST_TEST(allocator.stats().reserved == 12 * kMiB);
  allocator.release(block, 12 * kMiB);
}

BOOST_AUTO_TEST_CASE(running_out_is_reported_with_sizes) {
  SmallMemory memory(16 * kMiB);
  CachingAllocator allocator(memory);
  void* const kept = allocator.allocate(8 * kMiB);
  allocator.release(allocator.allocate(4 * kMiB), 4 * kMiB);
  BOOST_CHECK_EXCEPTION(allocator.allocate(10 * kMiB), OutOfMemory, [](const OutOfMemory& e) {
    BOOST_TEST(e.what() ==
               "out of memory on cuda:7: asked for 10 MiB with 8 MiB in use and 4 MiB given back");
    return true;
  });
  BOOST_TEST(allocator.stats().live == 8 * kMiB);
  BOOST_TEST(allocator.stats().reserved == 8 * kMiB);
  allocator.release(kept, 8 * kMiB);
}

BOOST_AUTO_TEST_SUITE_END()
