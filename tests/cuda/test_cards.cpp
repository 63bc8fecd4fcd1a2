#include "cuda/cards.h"

#include <boost/test/unit_test.hpp>

#include "autograd/ops/arithmetic.h"
#include "cuda/context.h"
#include "cuda/error.h"
#include "tests/cuda/card.h"

using namespace mien;

namespace {

boost::test_tools::assertion_result without_card(boost::unit_test::test_unit_id) {
  boost::test_tools::assertion_result result(!has_card());
  result.message() << "needs a machine without a CUDA device";
  return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cards_suite)

BOOST_AUTO_TEST_CASE(why_there_is_no_card_is_one_clear_line) {
  BOOST_TEST(cuda::why_no_card("?", 0, 13000) == "no CUDA driver is installed");
  BOOST_TEST(cuda::why_no_card("?", 12040, 13000) ==
             "the CUDA driver is too old: it knows CUDA 12.4, this build uses 13.0");
  BOOST_TEST(cuda::why_no_card("no CUDA-capable device is detected", 13010, 13000) ==
             "no CUDA device can be used: no CUDA-capable device is detected");
}

BOOST_AUTO_TEST_CASE(an_error_of_cuda_names_call_and_place) {
  const cuda::CudaError error("cudaFree(block)", "invalid argument", "cuda/memory.cpp", 7);
  BOOST_TEST(error.what() == "cudaFree(block): invalid argument (cuda/memory.cpp:7)");
}

BOOST_AUTO_TEST_CASE(nothing_is_done_elsewhere_instead,
                     *boost::unit_test::precondition(without_card)) {
  BOOST_CHECK_THROW(cuda::cards(), cuda::NoCard);
  BOOST_CHECK_THROW(cuda::context(0), cuda::NoCard);
  BOOST_CHECK_THROW(Tensor({2}, DType::float32, kCard), cuda::NoCard);
  BOOST_CHECK_THROW(zeros({2}).to(kCard), cuda::NoCard);
}

BOOST_AUTO_TEST_CASE(a_card_adds, *boost::unit_test::precondition(with_card)) {
  const Variable x(tensor({3}, {1, 2, 3}).to(kCard)), y(tensor({1}, {0.5}).to(kCard));
  const Tensor sum = (x + y).value();
  BOOST_TEST(sum.device() == kCard);
  BOOST_TEST(sum.to(kCpu).span<float>()[2] == 3.5f);
  BOOST_TEST(cuda::context(kCard.index).allocator().stats().live > 0);
}

BOOST_AUTO_TEST_SUITE_END()
