#include "autograd/ops/slice.h"

#include "autograd/ops/permute.h"
#include "tests/autograd/values.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(slice_op)

BOOST_AUTO_TEST_CASE(worked_example) {
  const Variable x = leaf({2, 3}, {1, 2, 3, 4, 5, 6});
  expect_values(slice(x, 1, 1, 3), {2, 3, 5, 6});
  expect_values(slice(x, -2, 1, 2), {4, 5, 6});
  expect_values(slope_of(slice(x, 1, 1, 3), x), {0, 1, 1, 0, 1, 1});
  BOOST_TEST(slice(x, 1, 2, 2).shape() == (Shape{2, 0}));
}

BOOST_AUTO_TEST_CASE(the_leading_axis_is_a_view) {
  const Variable x = constant({2, 3}, {1, 2, 3, 4, 5, 6});
  BOOST_TEST(slice(x, 0, 1, 2).value().shares_storage_with(x.value()));
  BOOST_TEST(!slice(x, 1, 1, 2).value().shares_storage_with(x.value()));
}

BOOST_AUTO_TEST_CASE(placing_is_the_adjoint) {
  const Variable dy = constant({2, 1}, {7, 8});
  expect_values(slice_backward(dy, 1, 2, 4), {0, 0, 7, 0, 0, 0, 8, 0});
  expect_values(slice_backward(dy, 0, 1, 3), {0, 7, 8});
}

BOOST_AUTO_TEST_CASE(concat_joins) {
  const Variable a = leaf({2, 1}, {1, 2}), b = leaf({2, 2}, {3, 4, 5, 6});
  const Variable y = concat({a, b, a}, 1);
  BOOST_TEST(y.shape() == (Shape{2, 4}));
  expect_values(y, {1, 3, 4, 1, 2, 5, 6, 2});
  expect_values(slope_of(y, a), {2, 2});
  expect_values(concat({a, a}, 0), {1, 2, 1, 2});
}

BOOST_AUTO_TEST_CASE(nothing_is_sliced_and_joined_too) {
  const Variable x = constant({0, 3}, {});
  BOOST_TEST(slice(x, 1, 1, 3).shape() == (Shape{0, 2}));
  BOOST_TEST(slice_backward(x, 1, 2, 7).shape() == (Shape{0, 7}));
  BOOST_TEST(concat({x, x}, 1).shape() == (Shape{0, 6}));
  BOOST_TEST(flip(x, 0).shape() == (Shape{0, 3}));
}

BOOST_AUTO_TEST_CASE(bad_input) {
  const Variable x = constant({2, 3}, {1, 2, 3, 4, 5, 6});
  expect_refused([&] { slice(x, 1, 2, 4); }, "slice: [2, 4) is outside axis 1 of [2, 3]");
  expect_refused([&] { slice(x, 1, 2, 1); }, "slice: [2, 1) is outside");
  expect_refused([&] { slice_backward(x, 1, 2, 4); }, "slice_backward: [2, 5) is outside");
  expect_refused([&] { concat({}, 0); }, "concat: needs at least one part");
  expect_refused([&] { concat({x, constant({2}, {1, 2})}, 0); }, "got [2, 3] float64 and [2]");
  expect_refused([&] { concat({x, constant({1, 2}, {1, 2})}, 0); }, "must agree but for axis 0");
}

BOOST_AUTO_TEST_SUITE_END()
