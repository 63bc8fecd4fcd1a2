#include <boost/test/unit_test.hpp>

#include "losses/margin_rule.h"

using namespace mien;

namespace {

// "G", "D" or "GD": who is updated.
std::string updated(double real_error, double fake_error, double margin = 0.3) {
  const UpdateGates gates = margin_rule(full({}, real_error), full({}, fake_error), margin);
  return std::string(gates.generator.item() == 1 ? "G" : "") +
         (gates.discriminator.item() == 1 ? "D" : "");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(margin_rule_gates)

BOOST_AUTO_TEST_CASE(whoever_is_ahead_waits) {
  BOOST_TEST(updated(0.5, 0.5) == "GD");
  BOOST_TEST(updated(0.1, 0.5) == "G");
  BOOST_TEST(updated(0.5, 0.1) == "G");
  BOOST_TEST(updated(0.8, 0.5) == "D");
  BOOST_TEST(updated(0.5, 0.8) == "D");
}

BOOST_AUTO_TEST_CASE(both_would_wait_so_none_does) {
  BOOST_TEST(updated(0.1, 0.8) == "GD");
  BOOST_TEST(updated(0.8, 0.1) == "GD");
}

BOOST_AUTO_TEST_CASE(the_margin_counts_and_can_be_switched_off) {
  BOOST_TEST(updated(0.1, 0.5, 0.05) == "GD");
  BOOST_TEST(updated(0.1, 0.5, 0) == "GD");
  BOOST_TEST(updated(5, 5, 0) == "GD");
}

BOOST_AUTO_TEST_CASE(bad_arguments_are_refused) {
  BOOST_CHECK_THROW(margin_rule(zeros({2}), zeros({})), std::invalid_argument);
  BOOST_CHECK_THROW(margin_rule(zeros({}), zeros({}), 1), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
