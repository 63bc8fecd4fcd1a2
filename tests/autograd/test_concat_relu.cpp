#include "autograd/ops/concat_relu.h"

#include "tests/autograd/values.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(concat_relu_op)

// Two pixels, the first part with one channel, the second with two.
BOOST_AUTO_TEST_CASE(worked_example) {
  const Variable a = leaf({2, 1}, {1, -2}), b = leaf({2, 2}, {-3, 4, 5, -6});
  const auto y = [&] { return concat_relu({a, b, a}); };
  BOOST_TEST(y().shape() == (Shape{2, 4}));
  expect_values(y(), {1, 0, 4, 1, 0, 5, 0, 0});
  expect_values(slope_of(y(), a), {2, 0});
  expect_values(slope_of(y(), b), {0, 1, 1, 0});
}

BOOST_AUTO_TEST_CASE(nothing_is_joined_too) {
  BOOST_TEST(concat_relu({constant({0, 3}, {}), constant({0, 1}, {})}).shape() == (Shape{0, 4}));
  BOOST_TEST(concat_relu({constant({2, 0}, {}), constant({2, 0}, {})}).shape() == (Shape{2, 0}));
}

BOOST_AUTO_TEST_CASE(bad_input) {
  const Variable x = constant({1, 1, 2, 2}, {1, 2, 3, 4});
  expect_refused([&] { concat_relu({}); }, "concat_relu: needs at least one part");
  expect_refused(
      [&] {
        concat_relu({x, constant({2}, {1, 2})});
      },
      "concat_relu: parts must agree but for axis 3");
  expect_refused([&] { concat_relu_backward(x, x, 1, 3); },
                 "channels [1, 3) are outside [1, 1, 2, 2]");
  expect_refused([&] { concat_relu_backward(x, constant({1}, {1}), 1, 2); }, "but dy is [1]");
}

BOOST_AUTO_TEST_SUITE_END()
