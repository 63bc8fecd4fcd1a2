#include <boost/test/unit_test.hpp>

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/permute.h"
#include "autograd/ops/sampling_grid.h"
#include "losses/total_variation.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(total_variation)

//   1  3  3      downwards 2, 1, -2: squares 9, three of them
//   3  4  1      sideways  2, 0, 1, -3: squares 14, four of them
BOOST_AUTO_TEST_CASE(worked_example) {
  const Variable x(tensor({1, 2, 3, 1}, {1, 3, 3, 3, 4, 1}));
  BOOST_TEST(total_variation_loss(x, Reduction::sum).item() == 9 + 14);
  BOOST_TEST(total_variation_loss(x).item() == 9 / 3.0 + 14 / 4.0);
}

// Each of 2 * 65,280 neighbours differs by 2 / 255 in one of the two channels.
BOOST_AUTO_TEST_CASE(a_flow_that_moves_nothing_has_a_slope) {
  const Variable flow = dense_grid(Variable(zeros({1, 256, 256, 2}, DType::float64)));
  const double step = 2.0 / 255;
  BOOST_TEST(total_variation_loss(flow, Reduction::sum).item() == 2 * 65'280 * step * step,
             boost::test_tools::tolerance(1e-9));
  BOOST_TEST(total_variation_loss(flow).item() == step * step, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(total_variation_loss(flow - flow).item() == 0);
}

BOOST_AUTO_TEST_CASE(one_row_is_refused) {
  BOOST_CHECK_EXCEPTION(
      total_variation_loss(Variable(zeros({1, 1, 3, 2}))), std::invalid_argument,
      [](const auto& e) {
        return std::string(e.what()) ==
               "total_variation_loss: x must be [N, H, W, C] of at least 2 x 2 pixels, got "
               "[1, 1, 3, 2]";
      });
}

BOOST_AUTO_TEST_SUITE_END()
