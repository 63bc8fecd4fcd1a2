#include "autograd/ops/dropout.h"

#include <algorithm>
#include <cmath>

#include "cpu/context.h"
#include "tests/autograd/values.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(dropout_op)

BOOST_AUTO_TEST_CASE(drops_and_rescales) {
  const Variable x(full({100'000}, 3, DType::float64));
  const std::vector<double> y = values_of(dropout(x, 0.25, Random(1, "dropout")));
  const auto dropped = std::count(y.begin(), y.end(), 0.0);
  BOOST_TEST(dropped + std::count(y.begin(), y.end(), 4.0) == 100'000, "all are 0 or 3 / 0.75");
  // Four standard deviations of the binomial distribution.
  BOOST_TEST(std::abs(static_cast<double>(dropped) - 25'000) < 4 * std::sqrt(100'000 * 0.1875));
}

BOOST_AUTO_TEST_CASE(element_i_is_dropped_by_draw_i) {
  const Random random(3, "dropout", 5);
  const std::vector<double> y = values_of(dropout(constant({6}, {1, 1, 1, 1, 1, 1}), 0.5, random));
  for (int i = 0; i < 6; ++i) BOOST_TEST((y[i] == 0) == (random.uniform(i) < 0.5f));
}

BOOST_AUTO_TEST_CASE(the_gradient_takes_the_same_places) {
  const Variable x = parameter(full({50}, 1, DType::float64));
  const Variable y = dropout(x, 0.5, Random(1, "dropout"));
  expect_values(slope_of(y, x), values_of(y));
}

BOOST_AUTO_TEST_CASE(the_draw_depends_on_the_step_alone) {
  const Variable x(full({20'000}, 1));
  const auto draw = [&](std::uint64_t step) {
    return values_of(dropout(x, 0.5, Random(1, "dropout", step)));
  };
  const std::vector<double> once = draw(7);
  BOOST_TEST((draw(8) != once));
  const int threads = cpu::context().threads;
  for (int n : {1, 2, 3}) {
    cpu::set_threads(n);
    BOOST_TEST((draw(7) == once));
  }
  cpu::set_threads(threads);
}

// The number is read when the op is computed.
BOOST_AUTO_TEST_CASE(the_step_may_stand_in_a_tensor) {
  const Variable x(full({100}, 1));
  Tensor step = full({1}, 7, DType::int64);
  const Random other(1, "dropout", 3);
  BOOST_TEST((values_of(dropout(x, 0.5, other, step)) ==
              values_of(dropout(x, 0.5, Random(1, "dropout", 7)))));
  fill(step, 8);
  BOOST_TEST((values_of(dropout(x, 0.5, other, step)) ==
              values_of(dropout(x, 0.5, Random(1, "dropout", 8)))));
}

BOOST_AUTO_TEST_CASE(bad_input) {
  const Variable x = constant({1}, {1});
  expect_refused([&] { dropout(x, 0.5, Random(1, "dropout"), zeros({1})); },
                 "dropout: the step must be one int64 on cpu");
  expect_values(dropout(x, 0, Random(1, "dropout")), {1});
  expect_refused([&] { dropout(x, 1, Random(1, "dropout")); }, "must be in [0, 1), got 1");
}

BOOST_AUTO_TEST_SUITE_END()
