#include "autograd/ops/max.h"

#include <cmath>
#include <limits>

#include "cpu/context.h"
#include "tensor/random.h"
#include "tests/autograd/values.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(max_op)

BOOST_AUTO_TEST_CASE(over_chosen_axes) {
  const Variable x = constant({2, 3, 2}, {1, 9, 2, 8, 3, 7,  //
                                          6, 0, 5, 11, 4, 10});
  BOOST_TEST(max(x).item() == 11);
  expect_values(max(x, {0}), {6, 9, 5, 11, 4, 10});
  expect_values(max(x, {1}), {3, 9, 6, 11});
  expect_values(max(x, {0, 2}), {9, 11, 10});
  BOOST_TEST(max(x, {0, 2}, true).shape() == (Shape{1, 3, 1}));
  expect_values(max(constant({}, {5})), {5});
  BOOST_TEST(max(constant({0, 2}, {}), {1}).shape() == (Shape{0}));
  BOOST_TEST(max(constant({2, 0, 3}, {}), {0, 2}).shape() == (Shape{0}));
}

BOOST_AUTO_TEST_CASE(the_first_of_equals_gets_the_gradient) {
  const Variable x = leaf({2, 3}, {1, 4, 4, 4, 2, 4});
  expect_values(slope_of(max(x, {1}), x), {0, 1, 0, 1, 0, 0});
  expect_values(slope_of(max(x), x), {0, 1, 0, 0, 0, 0});
}

BOOST_AUTO_TEST_CASE(nan_is_reported) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  BOOST_TEST(std::isnan(max(constant({3}, {1, nan, 2})).item()));
  BOOST_TEST(std::isnan(max(constant({2}, {nan, 2})).item()));
}

BOOST_AUTO_TEST_CASE(same_bits_for_any_number_of_threads) {
  const Variable x(random_normal({50, 700, 3}, Random(1, "x")));
  const std::vector<double> once = values_of(max(x, {1}));
  const int threads = cpu::context().threads;
  for (int n : {1, 2, 3}) {
    cpu::set_threads(n);
    BOOST_TEST((values_of(max(x, {1})) == once));
  }
  cpu::set_threads(threads);
}

BOOST_AUTO_TEST_CASE(bad_input) {
  const Variable x = constant({2, 1}, {1, 2});
  expect_refused([&] { max(x, {0, -2}); }, "max: axis -2 of [2, 1] is named twice");
  expect_refused([&] { max(constant({0, 2}, {}), {0}); }, "max: of no elements, shape [0, 2]");
}

BOOST_AUTO_TEST_SUITE_END()
