// Work that is recorded and replayed; the card made of the host's memory keeps calls of kernels.
#include <boost/test/unit_test.hpp>
#include <cstring>

#include "autograd/map.h"
#include "layers/dropout.h"
#include "optim/adam.h"
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

BOOST_AUTO_TEST_CASE(layers_draw_for_the_step_of_the_replay) {
  Dropout layer({.probability = 0.3});
  const Variable x(full({1003}, 1, DType::float32, kCard));
  const Tensor number = zeros({1}, DType::int64, kCard);
  Tensor y;
  std::unique_ptr<RecordedWork> recorded;
  {
    const RandomStep draws(1, 0, number);
    recorded = runtime_of(kCard).record([&] { y = layer(x).value(); });
  }
  for (const std::uint64_t step : {4, 5, 4}) {
    {
      const RandomStep draws(1, step, number);
      recorded->replay();
    }
    const RandomStep draws(1, step);
    const Tensor host = layer(Variable(x.value().to(kCpu))).value(), card = y.to(kCpu);
    BOOST_TEST(std::memcmp(card.raw(), host.raw(), host.bytes()) == 0, "step " << step);
  }
}

// Updates are counted where the weights are; the third gate is shut.
BOOST_AUTO_TEST_CASE(optimisers_go_on_from_replay_to_replay) {
  const Tensor start = random_normal({50}, Random(1, "weight"), 0, 1, DType::float64);
  const Tensor slope = random_normal({50}, Random(1, "gradient"), 0, 1, DType::float64);
  const Variable there = parameter(start.to(kCard)), here = parameter(start.clone());
  Adam card({{"w", there}}), host({{"w", here}});
  Tensor gate = full({1}, 1, DType::float32, kCard);
  const std::vector<Variable> slopes = {Variable(slope.to(kCard))};
  card.step(slopes, &gate);
  const auto recorded = runtime_of(kCard).record([&] { card.step(slopes, &gate); });
  for (int at = 1; at < 6; ++at) {
    fill(gate, at != 2);
    recorded->replay();
    if (at > 1) card.count_replay();
  }
  for (int at = 0; at < 6; ++at) {
    const Tensor open = full({1}, at != 2);
    host.step({Variable(slope)}, &open);
  }
  BOOST_TEST((card.state().counters == host.state().counters));
  const Tensor copy = there.value().to(kCpu);
  for (Index i = 0; i < 50; ++i) {
    BOOST_TEST(copy.span<double>()[i] == here.value().span<double>()[i],
               boost::test_tools::tolerance(1e-12));
  }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_recorded_says_so) {
  const Tensor x = full({2}, 1, DType::float32, kCard), host = zeros({2});
  BOOST_CHECK_THROW(runtime_of(kCard).record([&] { sum_of(x, x).item(); }), std::logic_error);
  BOOST_CHECK_THROW(runtime_of(kCard).record([&] { host.to(kCard); }), std::logic_error);
  BOOST_TEST(sum_of(x, x).slice(0, 1).item() == 2);  // and the card goes on
}

BOOST_AUTO_TEST_SUITE_END()
