#include <boost/test/unit_test.hpp>
#include <cmath>

#include "losses/parsing_matching.h"

using namespace mien;

namespace {

double loss(ParsingNorm norm, double beta) {
  // Two pixels, two parts: differences 3 and 0 in the first part, 4 and 0 in the second.
  const Variable p(tensor({1, 1, 2, 2}, {3, 4, 1, 1})), t(tensor({1, 1, 2, 2}, {0, 0, 1, 1}));
  return parsing_matching_loss(p, t, {.beta = beta, .norm = norm}).item();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(parsing_matching)

BOOST_AUTO_TEST_CASE(worked_examples, *boost::unit_test::tolerance(1e-6)) {
  BOOST_TEST(loss(ParsingNorm::norm, 1) == 5);
  BOOST_TEST(loss(ParsingNorm::norm, 0) == 3 + 4);
  BOOST_TEST(loss(ParsingNorm::rms, 1) == 5 / std::sqrt(4.0));
  BOOST_TEST(loss(ParsingNorm::rms, 0) == 7 / std::sqrt(2.0));
  BOOST_TEST(loss(ParsingNorm::mean_square, 1) == 25 / 4.0);
  BOOST_TEST(loss(ParsingNorm::mean_square, 0) == 9 / 2.0 + 16 / 2.0);
  BOOST_TEST(loss(ParsingNorm::norm, 0.3) == 0.3 * 5 + 0.7 * 7);
}

// Equal maps are no trap for the root; the second image alone is off by 1.
BOOST_AUTO_TEST_CASE(a_batch_is_averaged) {
  const Variable p(tensor({2, 1, 1, 1}, {0, 1})), t(zeros({2, 1, 1, 1}));
  BOOST_TEST(parsing_matching_loss(p, t).item() == 0.5, boost::test_tools::tolerance(1e-5));
}

BOOST_AUTO_TEST_CASE(bad_input_is_explained) {
  const Variable p(zeros({1, 2, 2, 8}));
  BOOST_CHECK_THROW(parsing_matching_loss(p, Variable(zeros({1, 2, 2, 7}))), std::invalid_argument);
  BOOST_CHECK_THROW(parsing_matching_loss(p, p, {.beta = -0.1}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
