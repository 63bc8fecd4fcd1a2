#include <cmath>
#include <limits>

#include "autograd/ops/compare.h"
#include "autograd/ops/extremes.h"
#include "autograd/ops/where.h"
#include "tests/autograd/values.h"

using namespace mien;

namespace {
const double kNan = std::numeric_limits<double>::quiet_NaN();
const double kInfinity = std::numeric_limits<double>::infinity();
}  // namespace

BOOST_AUTO_TEST_SUITE(selection)

BOOST_AUTO_TEST_CASE(comparisons_answer_one_or_zero) {
  const Variable a = constant({4}, {1, 2, 3, kNan}), b = constant({}, {2});
  expect_values(greater(a, b), {0, 0, 1, 0});
  expect_values(greater_equal(a, b), {0, 1, 1, 0});
  expect_values(less(a, b), {1, 0, 0, 0});
  expect_values(less_equal(a, b), {1, 1, 0, 0});
  expect_values(equal(a, b), {0, 1, 0, 0});
  expect_values(not_equal(a, b), {1, 0, 1, 1});
  BOOST_TEST(!greater(leaf({1}, {1}), 0).requires_grad());
}

BOOST_AUTO_TEST_CASE(where_chooses) {
  const Variable mask = constant({3}, {1, 0, 2});
  expect_values(where(mask, constant({3}, {1, 2, 3}), constant({}, {9})), {1, 9, 3});
}

BOOST_AUTO_TEST_CASE(what_is_not_chosen_gets_no_gradient) {
  const Variable a = leaf({2}, {1, 2}), b = leaf({2}, {kNan, 4});
  const Variable y = where(constant({2}, {1, 0}), a, b);
  expect_values(slope_of(where(constant({2}, {1, 0}), a, b), a), {1, 0});
  expect_values(slope_of(y, b), {0, 1});
}

BOOST_AUTO_TEST_CASE(minimum_and_maximum) {
  const Variable a = constant({4}, {1, 5, kNan, 0}), b = constant({4}, {2, 3, 0, kNan});
  const std::vector<double> low = values_of(minimum(a, b)), high = values_of(maximum(a, b));
  BOOST_TEST(low[0] == 1);
  BOOST_TEST(low[1] == 3);
  BOOST_TEST(high[0] == 2);
  BOOST_TEST(high[1] == 5);
  for (int i : {2, 3}) BOOST_TEST((std::isnan(low[i]) && std::isnan(high[i])));
}

BOOST_AUTO_TEST_CASE(ties_go_to_the_first) {
  const Variable a = leaf({2}, {1, 2}), b = leaf({2}, {1, 2});
  for (auto op : {minimum, maximum}) {
    expect_values(slope_of(op(a, b), a), {1, 1});
    expect_values(slope_of(op(a, b), b), {0, 0});
  }
}

BOOST_AUTO_TEST_CASE(clamp_moves_into_the_interval) {
  const Variable x = leaf({5}, {-3, -1, 0, 1, 3});
  expect_values(clamp(x, -1, 1), {-1, -1, 0, 1, 1});
  expect_values(slope_of(clamp(x, -1, 1), x), {0, 1, 1, 1, 0});
  expect_values(clamp(x, 0, kInfinity), {0, 0, 0, 1, 3});
}

BOOST_AUTO_TEST_CASE(bad_input) {
  const Variable x = constant({3}, {1, 2, 3}), y = constant({2}, {1, 2});
  expect_refused([&] { clamp(x, 1, -1); }, "clamp: needs low <= high, got 1 and -1");
  expect_refused([&] { minimum(x, y); }, "minimum: ");
  expect_refused([&] { greater(x, y); }, "greater: ");
  expect_refused([&] { where(y, x, x); }, "where: ");
}

BOOST_AUTO_TEST_SUITE_END()
