#include "autograd/ops/softmax.h"

#include <cmath>

#include "autograd/ops/cross_entropy.h"
#include "tests/autograd/values.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(softmax_op)

// Logits ln 1, ln 2, ln 5 have the probabilities 1/8, 2/8, 5/8.
BOOST_AUTO_TEST_CASE(worked_example) {
  const Variable x = constant({2, 3}, {0, std::log(2), std::log(5), 7, 7, 7});
  const double third = 1 / 3.0;
  expect_values(softmax(x), {0.125, 0.25, 0.625, third, third, third});
  expect_values(log_softmax(x), {-std::log(8), -std::log(4), std::log(0.625), std::log(third),
                                 std::log(third), std::log(third)});
}

BOOST_AUTO_TEST_CASE(huge_logits_are_fine) {
  const Variable x = constant({3}, {-1e300, 5000, 5000});
  expect_values(softmax(x), {0, 0.5, 0.5});
  const std::vector<double> logs = values_of(log_softmax(x));
  BOOST_TEST(logs[0] == -1e300);
  BOOST_TEST(std::abs(logs[1] + std::log(2)) < 1e-12);
}

BOOST_AUTO_TEST_CASE(bad_input) {
  expect_refused([] { softmax(constant({}, {1})); }, "softmax: x must be [..., K] with K > 0");
  expect_refused([] { log_softmax(constant({2, 0}, {})); }, "got [2, 0]");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(cross_entropy_op)

// Probabilities 1/8, 2/8, 5/8: the first label costs ln 8, the third ln 1.6. The gradient is
// (probability - 1 at the label) / N.
BOOST_AUTO_TEST_CASE(worked_example) {
  const double two = std::log(2), five = std::log(5);
  const Variable x = leaf({2, 3}, {0, two, five, 0, two, five});
  const Variable loss = cross_entropy(x, tensor({2}, {0, 2}, DType::int64));
  expect_values(loss, {(std::log(8) + std::log(1.6)) / 2});
  expect_values(slope_of(loss, x), {-0.4375, 0.125, 0.3125, 0.0625, 0.125, -0.1875});
}

BOOST_AUTO_TEST_CASE(bad_input) {
  const Variable x = constant({2, 3}, {1, 2, 3, 4, 5, 6});
  const auto with = [&](const Tensor& labels) { return [=] { cross_entropy(x, labels); }; };
  expect_refused(with(tensor({2}, {0, 3}, DType::int64)), "label 3 at 1 is outside [0, 3)");
  expect_refused(with(tensor({2}, {-1, 0}, DType::int32)), "label -1 at 0 is outside [0, 3)");
  expect_refused(with(tensor({2}, {0, 1})), "labels must be int64 or int32, got float32");
  expect_refused(with(tensor({3}, {0, 1, 2}, DType::int64)), "labels must be [2], got [3]");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(binary_cross_entropy_with_logits_op)

// At ln 3 the sigmoid is 3/4: target 1 costs -ln 3/4, target 0 costs -ln 1/4.
BOOST_AUTO_TEST_CASE(worked_example) {
  const Variable x = leaf({2}, {std::log(3), std::log(3)});
  const Variable loss = binary_cross_entropy_with_logits(x, constant({2}, {1, 0}));
  expect_values(loss, {(std::log(4 / 3.0) + std::log(4)) / 2});
  expect_values(slope_of(loss, x), {-0.125, 0.375});
  expect_values(binary_cross_entropy_with_logits(x, constant({}, {1})), {std::log(4 / 3.0)});
}

BOOST_AUTO_TEST_CASE(confident_answers_stay_exact) {
  const auto cost = [](double x, double t) {
    return binary_cross_entropy_with_logits(constant({1}, {x}), constant({1}, {t})).item();
  };
  BOOST_TEST(cost(1000, 0) == 1000);
  BOOST_TEST(cost(-1000, 1) == 1000);
  BOOST_TEST(cost(50, 1) == std::exp(-50.0));
  BOOST_TEST(cost(-1000, 0) == 0);
}

BOOST_AUTO_TEST_CASE(bad_input) {
  const Variable x = constant({2, 1}, {1, 2});
  expect_refused(
      [&] {
        binary_cross_entropy_with_logits(x, constant({2}, {1, 0}));
      },
      "targets must be [2, 1] or a scalar, got [2]");
}

BOOST_AUTO_TEST_SUITE_END()
