#include "autograd/ops/elementary.h"

#include <cmath>
#include <limits>

#include "autograd/ops/cast.h"
#include "tensor/random.h"
#include "tests/autograd/values.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(elementary)

BOOST_AUTO_TEST_CASE(worked_examples) {
  const Variable x = constant({3}, {-2, 0, 3});
  expect_values(abs(x), {2, 0, 3});
  expect_values(sign(x), {-1, 0, 1});
  expect_values(square(x), {4, 0, 9});
  expect_values(exp(x), {std::exp(-2.0), 1, std::exp(3.0)});
  expect_values(log(constant({2}, {1, std::exp(2.0)})), {0, 2});
  expect_values(sqrt(constant({2}, {4, 2.25})), {2, 1.5});
}

BOOST_AUTO_TEST_CASE(powers) {
  const Variable x = constant({3}, {-2, 0.5, 3});
  expect_values(pow(x, 3), {-8, 0.125, 27});
  expect_values(pow(x, 0), {1, 1, 1});
  expect_values(pow(x, -1), {-0.5, 2, 1 / 3.0});
  // One exponent per column: 2^3, 9^0.5 / 4^3, 16^0.5.
  expect_values(pow(constant({2, 2}, {2, 9, 4, 16}), constant({2}, {3, 0.5})), {8, 3, 64, 4});
}

BOOST_AUTO_TEST_CASE(derivatives_at_the_edges) {
  const Variable x = leaf({2}, {0, 0});
  expect_values(slope_of(abs(x), x), {0, 0});
  expect_values(slope_of(pow(x, 0), x), {0, 0});
  expect_values(slope_of(pow(x, 1), x), {1, 1});
  const Variable exponent = leaf({2}, {2, 0});
  expect_values(slope_of(pow(x, exponent), exponent), {0, 0});
  expect_values(slope_of(pow(x, exponent), x), {0, 0});
}

BOOST_AUTO_TEST_CASE(whatever_to_the_power_of_zero_is_one) {
  const double infinity = std::numeric_limits<double>::infinity();
  const Variable x = leaf({3}, {-infinity, 0, infinity});
  expect_values(pow(x, 0), {1, 1, 1});
  expect_values(slope_of(pow(x, 0), x), {0, 0, 0});
  expect_values(pow(x, constant({}, {0})), {1, 1, 1});
}

// 0^0 has no slope; d/dx and then d/de of e x^(e - 1) at e = 0 is 1 / x elsewhere.
BOOST_AUTO_TEST_CASE(second_derivatives_of_the_power_of_zero_are_finite) {
  const Variable x = leaf({2}, {0, 4}), exponent = leaf({2}, {0, 0});
  const Variable ones(full({2}, 1, DType::float64));
  const Variable dx = gradients({pow(x, exponent)}, {x}, {ones}, {.create_graph = true})[0];
  const std::vector<Variable> second = gradients({dx}, {x, exponent}, {ones});
  expect_values(second[0], {0, 0});
  BOOST_TEST(std::isfinite(values_of(second[1])[0]));
  BOOST_TEST(values_of(second[1])[1] == 0.25);
}

BOOST_AUTO_TEST_CASE(outside_the_domain_follows_ieee) {
  BOOST_TEST(std::isnan(sqrt(constant({}, {-1})).item()));
  BOOST_TEST(log(constant({}, {0})).item() == -std::numeric_limits<double>::infinity());
}

BOOST_AUTO_TEST_CASE(float32_is_as_good_as_the_library) {
  const Variable x(random_uniform({1000}, Random(1, "x"), -20, 20));
  const Variable y = exp(x);
  for (Index i = 0; i < x.numel(); ++i) {
    const double exact = std::exp(static_cast<double>(x.value().data<float>()[i]));
    BOOST_TEST(std::abs(y.value().data<float>()[i] / exact - 1) < 1.2e-7);
  }
}

BOOST_AUTO_TEST_CASE(bad_input) {
  const Variable x = constant({3}, {1, 2, 3});
  expect_refused([&] { pow(x, constant({2}, {1, 2})); }, "pow: ");
  expect_refused([&] { exp(Variable(zeros({2}, DType::int32))); }, "float32 or float64");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(cast_op)

// The bfloat16 neighbours of 1 + 2^-9 are 1 and 1 + 2^-7.
BOOST_AUTO_TEST_CASE(rounds_there_and_casts_gradients_back) {
  const Variable x = leaf({2}, {1 + 0x1p-9, 3});
  const Variable y = cast(x, DType::bfloat16);
  BOOST_TEST(y.dtype() == DType::bfloat16);
  expect_values(y, {1, 3});
  const Variable dx = slope_of(cast(y, DType::float64), x);
  BOOST_TEST(dx.dtype() == DType::float64);
  expect_values(dx, {1, 1});
}

BOOST_AUTO_TEST_CASE(integers_are_cast_to_floats_only) {
  const Variable bytes(tensor({2}, {3, 255}, DType::uint8));
  expect_values(cast(bytes, DType::float32), {3, 255});
  expect_refused([&] { cast(leaf({1}, {1}), DType::uint8); }, "cast: needs a floating dtype");
}

BOOST_AUTO_TEST_SUITE_END()
