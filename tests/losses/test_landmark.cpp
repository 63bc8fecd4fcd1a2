#include <boost/test/unit_test.hpp>
#include <limits>

#include "autograd/ops/permute.h"
#include "autograd/ops/sampling_grid.h"
#include "losses/landmark.h"

using namespace mien;

namespace {

// 5x5 pixels that are all read at their own place: x = -1, -0.5, 0, 0.5, 1, likewise y.
Variable identity() { return Variable(flip(dense_grid(Variable(zeros({1, 5, 5, 2}))), 3).value()); }

double loss(const std::vector<double>& target, const std::vector<double>& guide,
            LandmarkForm form) {
  const Shape shape{1, static_cast<Index>(target.size()) / 2, 2};
  return landmark_loss(identity(), tensor(shape, target), tensor(shape, guide), form).item();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(landmark)

// The flow says (0.25, 0) at pixel (2.5, 2); the guide's landmark (3, 1) is (0.5, -0.5).
BOOST_AUTO_TEST_CASE(points_are_read_between_pixels) {
  BOOST_TEST(loss({2.5, 2}, {3, 1}, LandmarkForm::points) == 0.0625 + 0.25);
  BOOST_TEST(loss({2.5, 2, 1, 1}, {3, 1, 1, 2}, LandmarkForm::points) == 0.3125 + 0.25);
  BOOST_TEST(loss({2.5, 2}, {2.5, 2}, LandmarkForm::points) == 0);
}

// Pixels (2, 2), (3, 2), (2, 3) and (3, 3) should hold (0.5, -0.5); they hold (0, 0), (0.5, 0),
// (0, 0.5) and (0.5, 0.5).
BOOST_AUTO_TEST_CASE(the_map_asks_all_pixels_around) {
  const double squares = (0.25 + 0.25) + (0 + 0.25) + (0.25 + 1) + (0 + 1);
  BOOST_TEST(loss({2.5, 2.25}, {3, 1}, LandmarkForm::map) == squares / 50,
             boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(the_map_is_two_of_all_pixels_times_the_points) {
  const Variable flow(zeros({1, 5, 8, 2}));
  const Tensor target = tensor({1, 2, 2}, {2.5, 2.25, 5.5, 1.5}),
               guide = tensor({1, 2, 2}, {3, 1, 6, 2});
  const double points = landmark_loss(flow, target, guide, LandmarkForm::points).item();
  BOOST_TEST(landmark_loss(flow, target, guide, LandmarkForm::map).item() == points * 2 / (5 * 8),
             boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(the_map_leaves_the_border_out) {
  BOOST_TEST(loss({0.9, 2}, {3, 1}, LandmarkForm::map) == 0);
  BOOST_TEST(loss({3.1, 2}, {3, 1}, LandmarkForm::map) == 0);
  BOOST_TEST(loss({2, 3.1}, {3, 1}, LandmarkForm::map) == 0);
  BOOST_TEST(loss({1, 3}, {3, 1}, LandmarkForm::map) == 2 / 50.0,
             boost::test_tools::tolerance(1e-6));
}

// Both claim (2, 2), where the flow says (0, 0); the second wants (0.5, 0) there.
BOOST_AUTO_TEST_CASE(a_later_landmark_takes_a_pixel) {
  BOOST_TEST(loss({2, 2, 2, 2}, {3, 1, 3, 2}, LandmarkForm::map) == 0.25 / 50,
             boost::test_tools::tolerance(1e-6));
}

// The second image alone is off, by 1 along x.
BOOST_AUTO_TEST_CASE(a_batch_is_averaged) {
  const Variable flow(zeros({2, 3, 3, 2}));
  const Tensor target = tensor({2, 1, 2}, {1, 1, 1, 1}), guide = tensor({2, 1, 2}, {1, 1, 2, 1});
  BOOST_TEST(landmark_loss(flow, target, guide, LandmarkForm::points).item() == 0.5);
  BOOST_TEST(landmark_loss(flow, target, guide).item() == 1 / 36.0,
             boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(bad_landmarks_are_explained) {
  const Variable flow(zeros({1, 3, 3, 2}));
  const auto says = [](const std::string& message) {
    return [=](const std::exception& e) { return std::string(e.what()) == message; };
  };
  BOOST_CHECK_EXCEPTION(landmark_loss(flow, zeros({2, 4, 2}), zeros({2, 4, 2})),
                        std::invalid_argument,
                        says("landmark_loss: target must be [1, K, 2], got [2, 4, 2]"));
  BOOST_CHECK_EXCEPTION(landmark_loss(flow, zeros({1, 4, 2}), zeros({1, 5, 2})),
                        std::invalid_argument,
                        says("landmark_loss: target is [1, 4, 2] but guide is [1, 5, 2]"));
  const Tensor nowhere = full({1, 1, 2}, std::numeric_limits<double>::quiet_NaN());
  BOOST_CHECK_EXCEPTION(landmark_loss(flow, nowhere, nowhere), std::invalid_argument,
                        says("landmark_loss: landmarks must be finite"));
}

BOOST_AUTO_TEST_SUITE_END()
