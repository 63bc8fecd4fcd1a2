#include <boost/test/unit_test.hpp>

#include "losses/l1.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(l1)

// Differences 1, 0, -2, 3.
BOOST_AUTO_TEST_CASE(worked_example) {
  const Variable y(tensor({2, 2}, {2, 5, 1, 7})), target(tensor({2, 2}, {1, 5, 3, 4}));
  BOOST_TEST(l1_loss(y, target).item() == 1.5);
  BOOST_TEST(l1_loss(y, target, Reduction::sum).item() == 6);
}

BOOST_AUTO_TEST_CASE(shapes_do_not_broadcast) {
  const Variable y(zeros({2, 2})), target(zeros({2}));
  BOOST_CHECK_EXCEPTION(l1_loss(y, target), std::invalid_argument, [](const auto& e) {
    return std::string(e.what()) == "l1_loss: y is [2, 2] but target is [2]";
  });
}

BOOST_AUTO_TEST_SUITE_END()
