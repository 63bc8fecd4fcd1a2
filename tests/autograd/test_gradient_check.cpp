#include <boost/test/unit_test.hpp>

#include "autograd/from_op.h"
#include "autograd/gradient_check.h"
#include "autograd/ops/arithmetic.h"

using namespace mien;

namespace {

// y = scale x^2 with a gradient that is wrong by a factor.
Variable square_with_error(const Variable& x, double scale, double factor) {
  const Variable exact = x * x * scale;
  return from_op(
      "square", exact.value(),
      {{x, [x, scale, factor](const Variable& dy) { return dy * x * (2 * scale * factor); }}});
}

GradientReport check_square(double scale, double factor, const Shape& shape) {
  const Random random(1, "square");
  const Variable x = leaf_away_from({0}, 0.3, shape, random);
  return check_gradient({{x}, [=] { return square_with_error(x, scale, factor); }}, 1, random);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gradient_check)

BOOST_AUTO_TEST_CASE(a_right_gradient_passes) {
  BOOST_TEST(check_square(1, 1, {3, 4}).passed);
  BOOST_TEST(check_square(1, 1, {100, 40}).passed);
}

BOOST_AUTO_TEST_CASE(an_error_of_three_per_mille_is_found) {
  BOOST_TEST(!check_square(1, 1.003, {3, 4}).passed);
  BOOST_TEST(!check_square(1e-3, 1.003, {3, 4}).passed, "in gradients of 1e-3");
  BOOST_TEST(!check_square(1, 1.003, {100, 40}).passed, "along random directions");
}

BOOST_AUTO_TEST_CASE(a_wrong_second_derivative_is_found) {
  const Random random(1, "detached");
  const Variable x = normal_leaf({3}, random);
  // The gradient is right, but its dependence on x is cut.
  const auto cut = [=] {
    return from_op("cut", (x * x).value(),
                   {{x, [x](const Variable& dy) { return dy * x.detach() * 2.0; }}});
  };
  BOOST_TEST(check_gradient({{x}, cut}, 1, random).passed);
  BOOST_TEST(!check_gradient({{x}, cut}, 2, random).passed);
}

BOOST_AUTO_TEST_SUITE_END()
