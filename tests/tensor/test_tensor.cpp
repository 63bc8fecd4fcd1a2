#include <boost/test/unit_test.hpp>
#include <limits>

#include "tensor/allocator.h"
#include "tensor/tensor.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(tensor_suite)

BOOST_AUTO_TEST_CASE(views_share_and_clones_do_not) {
  Tensor x = tensor({2, 3}, {0, 1, 2, 3, 4, 5});
  Tensor row = x.slice(1, 2), flat = x.reshape({6}), copy = x.clone();
  row.mutable_data<float>()[0] = 9;
  BOOST_TEST(x.data<float>()[3] == 9);
  BOOST_TEST(flat.data<float>()[3] == 9);
  BOOST_TEST(copy.data<float>()[3] == 3);
  BOOST_TEST(row.shape() == (Shape{1, 3}));
}

BOOST_AUTO_TEST_CASE(writes_show_through_every_view) {
  Tensor x = zeros({4});
  const auto before = x.version();
  x.reshape({2, 2}).slice(0, 1).mutable_data<float>();
  BOOST_TEST(x.version() != before);
  BOOST_TEST(zeros({4}).version() != zeros({4}).version());
}

BOOST_AUTO_TEST_CASE(conversion_rounds_and_saturates) {
  const Tensor x = tensor({4}, {-3, 1.75, 300, 1e30});
  const Tensor bytes = x.to(DType::uint8);
  BOOST_TEST(bytes.data<std::uint8_t>()[0] == 0);
  BOOST_TEST(bytes.data<std::uint8_t>()[1] == 1);
  BOOST_TEST(bytes.data<std::uint8_t>()[2] == 255);
  BOOST_TEST(x.to(DType::int32).data<std::int32_t>()[3] == std::numeric_limits<int>::max());
  // 1 + 2^-8 lies halfway between two bfloat16 values: ties go to the even one.
  BOOST_TEST(float(bfloat16(1.00390625f)) == 1.0f);
  BOOST_TEST(float(bfloat16(1.01171875f)) == 1.015625f);
}

BOOST_AUTO_TEST_CASE(wrong_use_is_explained) {
  const Tensor x = zeros({2, 3});
  BOOST_CHECK_THROW(x.data<double>(), std::invalid_argument);
  BOOST_CHECK_THROW(x.reshape({4, 2}), std::invalid_argument);
  BOOST_CHECK_THROW(x.slice(1, 3), std::invalid_argument);
  BOOST_CHECK_THROW(x.item(), std::invalid_argument);
  BOOST_CHECK_THROW(Tensor().data<float>(), std::invalid_argument);
}

// Counts of elements that fit an Index, and counts of bytes that do not.
BOOST_AUTO_TEST_CASE(more_bytes_than_can_be_counted_are_refused) {
  BOOST_CHECK_EXCEPTION(Tensor({1'000'000'000, 1'000'000'000, 3}), std::invalid_argument,
                        [](const auto& e) {
                          return std::string(e.what()) ==
                                 "tensor: float32 [1000000000, 1000000000, 3] has too many bytes";
                        });
  constexpr Index most = std::numeric_limits<Index>::max();
  BOOST_CHECK_THROW(Tensor({Index{1} << 61}, DType::float64), std::invalid_argument);
  BOOST_CHECK_THROW(Tensor({most}, DType::uint8), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(what_has_no_value_is_not_copied) {
  const Tensor none;
  Tensor x = zeros({}), empty;
  BOOST_CHECK_THROW(none.clone(), std::invalid_argument);
  BOOST_CHECK_THROW(none.to(DType::float64), std::invalid_argument);
  BOOST_CHECK_THROW(x.copy_from(none), std::invalid_argument);
  BOOST_CHECK_THROW(empty.copy_from(x), std::invalid_argument);
}

// g++ 12 with AVX-512 fills {1, 1, 0, 0} with ones where its SLP vectoriser is on
// (docs/decisions/0001-no-slp-vectoriser.md).
BOOST_AUTO_TEST_CASE(the_compiler_stores_constants_right) {
  std::vector<double> values = {0, 1, 0, 0};
  values = {1, 1, 0, 0};
  const Tensor x = tensor({4}, values);
  BOOST_TEST(x.data<float>()[1] == 1);
  BOOST_TEST(x.data<float>()[2] == 0);
}

BOOST_AUTO_TEST_CASE(freed_memory_is_reused) {
  CachingAllocator allocator;
  void* first = allocator.allocate(100'000);
  allocator.release(first, 100'000);
  BOOST_TEST(allocator.allocate(100'000) == first);
  BOOST_TEST(allocator.stats().system_allocations == 1);
  BOOST_TEST(allocator.stats().live == allocator.stats().peak);
  allocator.release(first, 100'000);
  BOOST_TEST(allocator.stats().live == 0);
  allocator.trim();
  BOOST_TEST(allocator.stats().reserved == 0);
}

BOOST_AUTO_TEST_SUITE_END()
