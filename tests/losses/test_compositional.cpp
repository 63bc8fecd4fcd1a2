#include <boost/test/unit_test.hpp>

#include "losses/compositional.h"

using namespace mien;

namespace {

// Two pixels of two colours: errors 1 + 2 = 3 and 0 + 5 = 5.
const Variable y(tensor({1, 1, 2, 2}, {1, 4, 2, 0})), target(tensor({1, 1, 2, 2}, {0, 2, 2, 5}));
// Two parts: the first holds the left pixel and half of the right one, the second the other half.
const Tensor parts = tensor({1, 1, 2, 2}, {1, 0, 0.5, 0.5});

}  // namespace

BOOST_AUTO_TEST_SUITE(compositional)

// Whole: 8 / 2 pixels. First part: (3 + 2.5) / (1.5 + 1); second: 2.5 / (0.5 + 1).
BOOST_AUTO_TEST_CASE(by_area) {
  const double expected = 0.7 * 4 + 0.3 * (5.5 / 2.5 + 2.5 / 1.5);
  BOOST_TEST(compositional_loss(y, target, parts).item() == expected,
             boost::test_tools::tolerance(1e-6));
  const double without = 0.3 * (5.5 / 1.5 + 2.5 / 0.5);
  BOOST_TEST(compositional_loss(y, target, parts, {.spare_area = 0}).item() == 0.7 * 4 + without,
             boost::test_tools::tolerance(1e-6));
}

// All means are over four values: 8 / 4, 5.5 / 4 and 2.5 / 4.
BOOST_AUTO_TEST_CASE(by_the_whole_image) {
  const CompositionalOptions options{.delta = 0.6, .form = CompositionalForm::whole};
  BOOST_TEST(compositional_loss(y, target, parts, options).item() == 0.6 * 2 + 0.4 * (8 / 4.0),
             boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(an_absent_part_is_no_division_by_zero) {
  const Tensor absent = zeros({1, 1, 2, 1});
  BOOST_TEST(compositional_loss(y, target, absent).item() == 0.7 * 4,
             boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(a_batch_is_averaged) {
  const Variable twice_y(tensor({2, 1, 1, 1}, {1, 3})), zero(zeros({2, 1, 1, 1}));
  const Tensor all = full({2, 1, 1, 1}, 1);
  BOOST_TEST(compositional_loss(twice_y, zero, all).item() == 0.7 * 2 + 0.3 * (0.5 + 1.5) / 2,
             boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(bad_input_is_explained) {
  BOOST_CHECK_EXCEPTION(compositional_loss(y, target, zeros({1, 2, 2, 3})), std::invalid_argument,
                        [](const auto& e) {
                          return std::string(e.what()) ==
                                 "compositional_loss: parts must be [1, 1, 2, P], got "
                                 "[1, 2, 2, 3]";
                        });
  BOOST_CHECK_THROW(compositional_loss(y, Variable(parts.slice(0, 0)), parts),
                    std::invalid_argument);
  BOOST_CHECK_THROW(compositional_loss(y, target, parts, {.delta = 2}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
