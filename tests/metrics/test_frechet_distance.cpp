#include "metrics/frechet_distance.h"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

#include "tests/metrics/byte_rows.h"

using namespace mien;

namespace {

struct Row {
  Index n, m, features;
  double distance;
};

// Printed by tests/fixtures/make_metrics.py: scipy's sqrtm where it is exact (more samples than
// features), eigenvalues elsewhere.
const Row kRows[] = {
    {40, 30, 8, 13.931089707},
    {7, 9, 20, 77.045564257},
    {12, 12, 11, 28.188902959},
    {30, 6, 10, 25.626418863},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(frechet_distance_suite)

// Means 1 and 3, deviations √2 and 2√2: 2² + (√2)².
BOOST_AUTO_TEST_CASE(one_feature_by_hand) {
  const Tensor x = tensor({2, 1}, {0, 2}), y = tensor({2, 1}, {1, 5});
  BOOST_TEST(std::abs(frechet_distance(x, y) - 6) < 1e-12);
}

BOOST_AUTO_TEST_CASE(agrees_with_the_fixture) {
  for (const Row& row : kRows) {
    const Tensor x = scaled(byte_rows(row.n, row.features, 1), 1 / 64.0, 0);
    const Tensor y = scaled(byte_rows(row.m, row.features, 2), 1 / 50.0, 0.5);
    BOOST_TEST(std::abs(frechet_distance(x, y) - row.distance) < 1e-6);
    BOOST_TEST(std::abs(frechet_distance(y, x) - row.distance) < 1e-6);
  }
}

BOOST_AUTO_TEST_CASE(equal_sets_are_at_zero_and_shifted_ones_at_the_square) {
  for (Index n : {9, 50}) {
    const Tensor x = scaled(byte_rows(n, 20, 5), 1 / 64.0, 0);
    BOOST_TEST(frechet_distance(x, x) < 1e-6);
    BOOST_TEST(std::abs(frechet_distance(x, scaled(x, 1, 3)) - 20 * 3 * 3) < 1e-6);
  }
}

BOOST_AUTO_TEST_CASE(whole_numbers_give_the_same_in_float32) {
  const Tensor x = byte_rows(10, 6, 6), y = byte_rows(8, 6, 7);
  BOOST_TEST(frechet_distance(x, y) ==
             frechet_distance(x.to(DType::float32), y.to(DType::float32)));
}

BOOST_AUTO_TEST_CASE(wrong_features_are_explained) {
  const Tensor x = byte_rows(10, 6, 8);
  BOOST_CHECK_THROW(frechet_distance(x, byte_rows(10, 7, 8)), std::invalid_argument);
  BOOST_CHECK_THROW(frechet_distance(x, byte_rows(1, 6, 8)), std::invalid_argument);
  BOOST_CHECK_THROW(frechet_distance(x.to(DType::int32), x), std::invalid_argument);
  BOOST_CHECK_THROW(frechet_distance(x, x.reshape({60})), std::invalid_argument);
  BOOST_CHECK_THROW(frechet_distance(Tensor(), x), std::invalid_argument);
  const Tensor infinite = full({10, 6}, std::numeric_limits<double>::infinity());
  BOOST_CHECK_THROW(frechet_distance(infinite, x), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
