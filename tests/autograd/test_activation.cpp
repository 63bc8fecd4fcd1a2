#include <cmath>

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/leaky_relu.h"
#include "autograd/ops/prelu.h"
#include "autograd/ops/relu.h"
#include "autograd/ops/reshape.h"
#include "autograd/ops/sigmoid.h"
#include "tests/autograd/values.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(activation)

BOOST_AUTO_TEST_CASE(rectifiers) {
  const Variable x = leaf({3}, {-2, 0, 3});
  expect_values(relu(x), {0, 0, 3});
  expect_values(slope_of(relu(x), x), {0, 0, 1});
  expect_values(leaky_relu(x, 0.2), {-0.4, 0, 3});
  expect_values(slope_of(leaky_relu(x, 0.2), x), {0.2, 0.2, 1});
}

BOOST_AUTO_TEST_CASE(rectifiers_write_over_what_nobody_keeps) {
  const Variable x = leaf({2}, {-1, 1});
  for (const double slope : {0.0, 0.2}) {
    const auto rectified = [&](Variable v) {
      return slope == 0 ? relu(std::move(v)) : leaky_relu(std::move(v), slope);
    };
    Variable sum = x + x;
    const std::byte* const place = sum.value().raw();
    BOOST_TEST(rectified(std::move(sum)).value().raw() == place);
    expect_values(slope_of(rectified(x + x), x), {2 * slope, 2});
    expect_values(slope_of(rectified(relu(x + x)), x), {0, 2});  // whose gradient needs its output
    const Variable kept = x + x;
    expect_values(rectified(kept), {-2 * slope, 2});
    expect_values(rectified(reshape(kept, {1, 2})), {-2 * slope, 2});
    expect_values(kept, {-2, 2});
  }
}

// Two pixels of two channels, slopes 0.5 and -1.
BOOST_AUTO_TEST_CASE(prelu_has_a_slope_per_channel) {
  const Variable x = leaf({1, 1, 2, 2}, {-2, -2, 3, -1}), slope = leaf({2}, {0.5, -1});
  expect_values(prelu(x, slope), {-1, 2, 3, 1});
  expect_values(slope_of(prelu(x, slope), x), {0.5, -1, 1, -1});
  expect_values(slope_of(prelu(x, slope), slope), {-2, -3});
}

// sigmoid(ln 3) = 1 / (1 + 1/3), tanh(ln 3) = (9 - 1) / (9 + 1), softplus(ln 3) = ln 4.
BOOST_AUTO_TEST_CASE(smooth_ones) {
  const Variable x = leaf({2}, {0, std::log(3)});
  expect_values(sigmoid(x), {0.5, 0.75});
  expect_values(tanh(x), {0, 0.8});
  expect_values(softplus(x), {std::log(2), std::log(4)});
  expect_values(slope_of(sigmoid(x), x), {0.25, 0.1875});
  expect_values(slope_of(tanh(x), x), {1, 0.36});
  expect_values(slope_of(softplus(x), x), {0.5, 0.75});
}

BOOST_AUTO_TEST_CASE(extreme_inputs_stay_finite) {
  const Variable x = leaf({2}, {-1000, 1000});
  expect_values(sigmoid(x), {0, 1});
  expect_values(tanh(x), {-1, 1});
  expect_values(softplus(x), {0, 1000});
  for (auto op : {sigmoid, tanh, softplus}) {
    for (double slope : values_of(slope_of(op(x), x))) BOOST_TEST(std::isfinite(slope));
  }
  BOOST_TEST(softplus(constant({}, {-50})).item() == std::exp(-50.0));
}

BOOST_AUTO_TEST_CASE(bad_input) {
  const Variable x = constant({1, 1, 2, 2}, {1, 2, 3, 4});
  expect_refused([&] { prelu(x, constant({1}, {0.1})); }, "prelu: slope must be [2], got [1]");
  expect_refused([&] { relu_backward(x, constant({1}, {1})); }, "but dy is [1]");
}

BOOST_AUTO_TEST_SUITE_END()
