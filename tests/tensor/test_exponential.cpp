#include "tensor/functors/exponential.h"

#include <bit>
#include <boost/test/unit_test.hpp>
#include <limits>

#include "tensor/functors/activation.h"

using namespace mien::functors;

namespace {

// Distance from the exact value in units of the last place of a float of its size.
double units_off(float value, double exact) {
  if (value == static_cast<float>(exact)) return 0;
  const int exponent = exact == 0 ? -126 : std::max(std::ilogb(exact), -126);
  return std::abs(static_cast<double>(value) - exact) / std::ldexp(1.0, exponent - 23);
}

// The largest distance over a million floats spread over all there are.
template <class Approximate, class Exact>
double largest_error(Approximate approximate, Exact exact) {
  double largest = 0;
  for (std::uint64_t bits = 0; bits < (std::uint64_t{1} << 32); bits += 4099) {
    const float x = std::bit_cast<float>(static_cast<std::uint32_t>(bits));
    if (std::isnan(x)) continue;
    largest = std::max(largest, units_off(approximate(x), exact(static_cast<double>(x))));
  }
  return largest;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(exponential_functors)

BOOST_AUTO_TEST_CASE(within_units_in_the_last_place) {
  BOOST_TEST(largest_error([](float x) { return exponential(x); },
                           [](double x) { return std::exp(x); }) < 1.5);
  BOOST_TEST(largest_error([](float x) { return hyperbolic_tangent(x); },
                           [](double x) { return std::tanh(x); }) < 2);
  BOOST_TEST(largest_error(Sigmoid{}, [](double x) { return 1 / (1 + std::exp(-x)); }) < 2.5);
}

BOOST_AUTO_TEST_CASE(edges) {
  const float infinity = std::numeric_limits<float>::infinity();
  const float nan = std::numeric_limits<float>::quiet_NaN();
  BOOST_TEST(exponential(0.0f) == 1);
  BOOST_TEST(exponential(infinity) == infinity);
  BOOST_TEST(exponential(-infinity) == 0);
  BOOST_TEST(exponential(88.7f) < infinity);
  BOOST_TEST(exponential(88.8f) == infinity);
  BOOST_TEST(std::signbit(hyperbolic_tangent(-0.0f)));
  BOOST_TEST(hyperbolic_tangent(-infinity) == -1);
  BOOST_TEST(std::isnan(exponential(nan)));
  BOOST_TEST(std::isnan(hyperbolic_tangent(nan)));
}

BOOST_AUTO_TEST_SUITE_END()
