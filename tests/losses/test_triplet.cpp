#include <boost/test/unit_test.hpp>

#include "autograd/engine.h"
#include "losses/triplet.h"

using namespace mien;

namespace {

// Squared distances to the positive 1 and 9, to the negative 4 and 1: only the second is too far.
struct Triplets {
  Variable anchor = parameter(tensor({2, 2}, {0, 0, 0, 0}));
  Variable positive = parameter(tensor({2, 2}, {1, 0, 0, 3}));
  Variable negative = parameter(tensor({2, 2}, {0, 2, 1, 0}));
};

std::vector<float> slopes(const Variable& leaf) {
  const auto values = leaf.grad().value().span<float>();
  return {values.begin(), values.end()};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(triplet)

BOOST_AUTO_TEST_CASE(worked_example) {
  const Triplets t;
  const Variable loss = triplet_loss(t.anchor, t.positive, t.negative);
  BOOST_TEST(loss.item() == (0 + 9 - 1) / 2.0);
  backward(loss);
  const std::vector<float> expected = {0, 0, 2 / 2 * (1 - 0), 2 / 2 * (0 - 3)};  // n - p
  BOOST_TEST(slopes(t.anchor) == expected, boost::test_tools::per_element());
  BOOST_TEST(triplet_loss(t.anchor, t.positive, t.negative, 4).item() == (1 + 12) / 2.0);
}

// 2 (a - p) / (N D) of the second triplet alone.
BOOST_AUTO_TEST_CASE(the_code_pulls_active_anchors) {
  const Triplets t;
  const Variable loss = active_anchor_loss(t.anchor, t.positive, t.negative);
  BOOST_TEST(loss.item() == 9 / 4.0);
  backward(loss);
  const std::vector<float> expected = {0, 0, 0, 2 * (0 - 3) / 4.f};
  BOOST_TEST(slopes(t.anchor) == expected, boost::test_tools::per_element());
  BOOST_TEST(!t.positive.grad().defined());
  BOOST_TEST(!t.negative.grad().defined());
}

BOOST_AUTO_TEST_CASE(other_shapes_are_explained) {
  const Variable two(zeros({2, 3})), three(zeros({3, 3}));
  BOOST_CHECK_EXCEPTION(triplet_loss(two, two, three), std::invalid_argument, [](const auto& e) {
    return std::string(e.what()) ==
           "triplet_loss: all must be [N, D], got [2, 3], [2, 3] and [3, 3]";
  });
  BOOST_CHECK_THROW(active_anchor_loss(two, three, two), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
