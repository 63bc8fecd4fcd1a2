#include "tensor/allocator.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>

using namespace mien;

namespace {

constexpr Index kMiB = 1 << 20;
constexpr std::uintptr_t kSpacing = 1 << 30;

// A source of few bytes. Its blocks are only compared.
class SmallMemory : public MemorySource {
 public:
  explicit SmallMemory(Index bytes) : left(bytes) {}

  void* take(Index bytes) override {
    if (bytes > left) return nullptr;
    left -= bytes;
    taken.push_back(bytes);
    return reinterpret_cast<void*>(kSpacing * taken.size());
  }
  void give_back(void* block) noexcept override {
    left += taken[reinterpret_cast<std::uintptr_t>(block) / kSpacing - 1];
  }
  std::string name() const override { return "cuda:7"; }
  Index segment() const override { return least; }
  void open(void*, Index bytes) noexcept override { opened += bytes; }

  Index left, least = 1, opened = 0;
  std::vector<Index> taken;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(allocator_suite)

BOOST_AUTO_TEST_CASE(memory_comes_from_the_source_and_goes_back_to_it) {
  SmallMemory memory(16 * kMiB);
  {
    CachingAllocator allocator(memory);
    allocator.release(allocator.allocate(4 * kMiB), 4 * kMiB);
    allocator.release(allocator.allocate(4 * kMiB), 4 * kMiB);
    BOOST_TEST(memory.taken.size() == 1u);
    BOOST_TEST(memory.left == 12 * kMiB - 64);
  }
  BOOST_TEST(memory.left == 16 * kMiB);
}

BOOST_AUTO_TEST_CASE(cached_blocks_are_given_back_before_memory_runs_out) {
  SmallMemory memory(16 * kMiB);
  CachingAllocator allocator(memory);
  allocator.release(allocator.allocate(10 * kMiB), 10 * kMiB);
  void* const block = allocator.allocate(12 * kMiB);
  BOOST_TEST(block);
  BOOST_TEST(allocator.stats().reserved == 12 * kMiB + 64);
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
  BOOST_TEST(allocator.stats().live == 8 * kMiB + 64);
  BOOST_TEST(allocator.stats().reserved == 8 * kMiB + 64);
  allocator.release(kept, 8 * kMiB);
}

BOOST_AUTO_TEST_CASE(small_blocks_share_a_segment_and_lie_one_after_the_other) {
  SmallMemory memory(16 * kMiB);
  memory.least = 4 * kMiB;
  CachingAllocator allocator(memory);
  auto* const first = static_cast<std::byte*>(allocator.allocate(1000));
  auto* const second = static_cast<std::byte*>(allocator.allocate(1));
  BOOST_TEST((memory.taken == std::vector{4 * kMiB}));
  BOOST_TEST(second - first == 1024 + 64);
  BOOST_TEST(allocator.stats().reserved == 1024 + 64 + 2 * 64);
  BOOST_TEST(memory.opened == 1001);
  allocator.release(first, 1000);
  allocator.release(second, 1);
}

BOOST_AUTO_TEST_CASE(holes_that_touch_become_one_whatever_the_order) {
  std::vector<int> order = {0, 1, 2, 3};
  do {
    SmallMemory memory(16 * kMiB);
    memory.least = 4 * kMiB;
    CachingAllocator allocator(memory);
    std::vector<void*> blocks;
    for (int i = 0; i < 4; ++i) blocks.push_back(allocator.allocate(kMiB / 2));
    void* const kept = allocator.allocate(kMiB / 2);
    for (const int i : order) allocator.release(blocks[i], kMiB / 2);
    void* const wide = allocator.allocate(2 * kMiB);
    BOOST_TEST(wide == blocks[0]);
    allocator.release(wide, 2 * kMiB);
    allocator.release(kept, kMiB / 2);
    BOOST_TEST(memory.taken.size() == 1u);
  } while (std::next_permutation(order.begin(), order.end()));
}

BOOST_AUTO_TEST_CASE(the_lowest_hole_with_room_is_used) {
  SmallMemory memory(16 * kMiB);
  memory.least = 4 * kMiB;
  CachingAllocator allocator(memory);
  std::vector<void*> blocks;
  for (const Index size : {100, 1000, 100, 500, 100}) blocks.push_back(allocator.allocate(size));
  allocator.release(blocks[1], 1000);
  allocator.release(blocks[3], 500);
  void* const small = allocator.allocate(400);
  BOOST_TEST(small == blocks[1]);
  BOOST_TEST(allocator.allocate(500) == static_cast<std::byte*>(small) + 448 + 64);
  allocator.release(static_cast<std::byte*>(small) + 448 + 64, 500);
  allocator.release(small, 400);
  for (const int i : {0, 2, 4}) allocator.release(blocks[i], 100);
  BOOST_TEST(allocator.stats().live == 0);
}

BOOST_AUTO_TEST_CASE(a_source_too_small_for_a_segment_still_serves_what_is_asked) {
  SmallMemory memory(2 * kMiB);
  memory.least = 4 * kMiB;
  CachingAllocator allocator(memory);
  void* const block = allocator.allocate(kMiB);
  BOOST_TEST(block);
  allocator.release(block, kMiB);
}

BOOST_AUTO_TEST_SUITE_END()
