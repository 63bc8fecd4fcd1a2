#include <boost/test/unit_test.hpp>

#include "losses/mse.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(mse)

// Differences 1, 0, -2, 3: squares 1, 0, 4, 9.
BOOST_AUTO_TEST_CASE(worked_example) {
  const Variable y(tensor({2, 2}, {2, 5, 1, 7})), target(tensor({2, 2}, {1, 5, 3, 4}));
  BOOST_TEST(mse_loss(y, target).item() == 3.5);
  BOOST_TEST(mse_loss(y, target, Reduction::sum).item() == 14);
}

BOOST_AUTO_TEST_CASE(shapes_do_not_broadcast) {
  const Variable y(zeros({2, 2})), target(zeros({2}));
  BOOST_CHECK_EXCEPTION(mse_loss(y, target), std::invalid_argument, [](const auto& e) {
    return std::string(e.what()) == "mse_loss: y is [2, 2] but target is [2]";
  });
}

BOOST_AUTO_TEST_SUITE_END()
