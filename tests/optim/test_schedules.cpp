#include <boost/test/unit_test.hpp>

#include "optim/schedules.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(schedules, *boost::unit_test::tolerance(1e-14))

BOOST_AUTO_TEST_CASE(constant) { BOOST_TEST(constant_schedule(0.5)(1000) == 0.5); }

BOOST_AUTO_TEST_CASE(exponential_stops_at_its_floor) {
  const Schedule rate = exponential_schedule(1e-3, 0.99, 1e-6);
  BOOST_TEST(rate(0) == 1e-3);
  BOOST_TEST(rate(2) == 1e-3 * 0.9801);
  BOOST_TEST(rate(687) > 1e-6);
  BOOST_TEST(rate(688) == 1e-6);
  const Schedule lambda = exponential_schedule(1e-2, 0.995, 5e-3);
  BOOST_TEST(lambda(138) > 5e-3);
  BOOST_TEST(lambda(139) == 5e-3);
}

BOOST_AUTO_TEST_CASE(step) {
  const Schedule rate = step_schedule(8, 0.5, 10);
  BOOST_TEST(rate(9) == 8);
  BOOST_TEST(rate(10) == 4);
  BOOST_TEST(rate(29) == 2);
}

BOOST_AUTO_TEST_CASE(cosine) {
  const Schedule rate = cosine_schedule(1, 0.2, 60);
  BOOST_TEST(rate(0) == 1);
  BOOST_TEST(rate(20) == 0.2 + 0.8 * 0.75);  // cos 60 degrees is a half
  BOOST_TEST(rate(30) == 0.6);
  BOOST_TEST(rate(60) == 0.2);
  BOOST_TEST(rate(100) == 0.2);
}

BOOST_AUTO_TEST_CASE(linear_warm_up_before_another) {
  const Schedule rate = linear_warm_up(4, step_schedule(8, 0.5, 5));
  BOOST_TEST(rate(0) == 2);
  BOOST_TEST(rate(3) == 8);
  BOOST_TEST(rate(4) == 8);
  BOOST_TEST(rate(5) == 4);
}

BOOST_AUTO_TEST_CASE(bad_arguments_are_refused) {
  BOOST_CHECK_THROW(exponential_schedule(1, 0), std::invalid_argument);
  BOOST_CHECK_THROW(step_schedule(1, 0.5, 0), std::invalid_argument);
  BOOST_CHECK_THROW(cosine_schedule(1, 0, 0), std::invalid_argument);
  BOOST_CHECK_THROW(linear_warm_up(0, constant_schedule(1)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
