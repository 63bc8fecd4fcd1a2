// Work recorded on a real card; the one made of the host's memory does what it is told at once.
#include <boost/test/unit_test.hpp>

#include "autograd/map.h"
#include "tensor/device_runtime.h"
#include "tensor/functors/arithmetic.h"
#include "tests/cuda/card.h"

using namespace mien;

namespace {

boost::test_tools::assertion_result with_recording(boost::unit_test::test_unit_id) {
  std::string why_not;
  const bool holds = has_card(&why_not) && runtime_of(kCard).can_record();
  boost::test_tools::assertion_result result(holds);
  result.message() << "needs a CUDA device that records: " << why_not;
  return result;
}

Tensor sum_of(const Tensor& a, const Tensor& b) { return map("add", functors::Add{}, a, b); }

double first_of(const Tensor& x) { return x.slice(0, 1).item(); }

}  // namespace

BOOST_AUTO_TEST_SUITE(recorded_work_suite, *boost::unit_test::precondition(with_recording))

BOOST_AUTO_TEST_CASE(a_replay_reads_what_is_there_by_then) {
  Tensor x = full({1000}, 1, DType::float32, kCard), y;
  const auto recorded = runtime_of(kCard).record([&] { y = sum_of(sum_of(x, x), x); });
  recorded->replay();
  BOOST_TEST(first_of(y) == 3);
  fill(x, 2);
  recorded->replay();
  BOOST_TEST(first_of(y) == 6);
}

BOOST_AUTO_TEST_CASE(what_it_made_may_outlive_it) {
  const Index live = runtime_of(kCard).memory().live;
  const Tensor x = full({1000}, 1, DType::float32, kCard);
  {
    Tensor y;
    {
      const auto recorded = runtime_of(kCard).record([&] { y = sum_of(x, x); });
      recorded->replay();
      BOOST_TEST(runtime_of(kCard).memory().live > live + x.bytes());
    }
    BOOST_TEST(first_of(y) == 2);
  }
  BOOST_TEST(runtime_of(kCard).memory().live < live + 2 * x.bytes());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_recorded_says_so) {
  const Tensor x = full({2}, 1, DType::float32, kCard), host = zeros({2});
  BOOST_CHECK_THROW(runtime_of(kCard).record([&] { sum_of(x, x).item(); }), std::logic_error);
  BOOST_CHECK_THROW(runtime_of(kCard).record([&] { host.to(kCard); }), std::logic_error);
  BOOST_TEST(sum_of(x, x).slice(0, 1).item() == 2);  // and the card goes on
}

BOOST_AUTO_TEST_SUITE_END()
