#include <boost/test/unit_test.hpp>
#include <cmath>
#include <numbers>

#include "data/warp.h"

using namespace mien;

namespace {

constexpr double kQuarterTurn = std::numbers::pi / 2;

Tensor square(std::vector<double> values) { return tensor({3, 3, 1}, values); }

void check_close(const Tensor& got, const Tensor& expected, float tolerance = 1e-5f) {
  BOOST_REQUIRE(got.shape() == expected.shape());
  for (Index i = 0; i < got.numel(); ++i) {
    BOOST_TEST_INFO("value " << i);
    BOOST_TEST(std::abs(got.data<float>()[i] - expected.data<float>()[i]) <= tolerance);
  }
}

const Tensor kDigits = square({1, 2, 3,  //
                               4, 5, 6,  //
                               7, 8, 9});

}  // namespace

BOOST_AUTO_TEST_SUITE(warping)

BOOST_AUTO_TEST_CASE(a_quarter_turn_is_counter_clockwise) {
  check_close(warp(kDigits, {.rotation = kQuarterTurn}), square({3, 6, 9,  //
                                                                 2, 5, 8,  //
                                                                 1, 4, 7}));
}

BOOST_AUTO_TEST_CASE(shifts_go_right_and_down) {
  check_close(warp(kDigits, {.shift_x = 1}), square({0, 1, 2, 0, 4, 5, 0, 7, 8}));
  check_close(warp(kDigits, {.shift_y = 1}), square({0, 0, 0, 1, 2, 3, 4, 5, 6}));
}

// Seen from the centre, half the size: the corners of the result lie outside by one pixel.
BOOST_AUTO_TEST_CASE(scaling_is_about_the_centre) {
  check_close(warp(kDigits, {.scale = 2}, {.interpolation = Interpolation::bilinear}),
              square({3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7}));
  check_close(warp(kDigits, {.scale = 0.5}), square({0, 0, 0, 0, 5, 0, 0, 0, 0}));
}

BOOST_AUTO_TEST_CASE(outside_is_a_value_or_the_edge) {
  check_close(warp(kDigits, {.shift_x = 1}, {.fill = -1}), square({-1, 1, 2, -1, 4, 5, -1, 7, 8}));
  check_close(warp(kDigits, {.shift_x = 2}, {.border = Border::replicate}),
              square({1, 1, 1, 4, 4, 4, 7, 7, 7}));
  check_close(warp(kDigits, {.shift_y = 1e12}, {.border = Border::replicate}),
              square({1, 2, 3, 1, 2, 3, 1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(half_pixels_use_the_kernel) {
  const Tensor line = tensor({1, 6, 1}, {0, 0, 16, 0, 0, 0});
  check_close(warp(line, {.shift_x = 0.5}, {.interpolation = Interpolation::bilinear}),
              tensor({1, 6, 1}, {0, 0, 8, 8, 0, 0}));
  check_close(warp(line, {.shift_x = 0.5}), tensor({1, 6, 1}, {0, -1, 9, 9, -1, 0}));  // Keys
}

BOOST_AUTO_TEST_CASE(bytes_are_rounded_and_clamped) {
  const Tensor line = tensor({1, 6, 1}, {255, 255, 0, 0, 255, 255}, DType::uint8);
  const Tensor moved = warp(line, {.shift_x = 0.5});
  BOOST_TEST(moved.data<std::uint8_t>()[3] == 0);  // -31.875 without clamping
  BOOST_TEST(moved.data<std::uint8_t>()[2] == 128);
}

BOOST_AUTO_TEST_CASE(misalignment_stays_in_its_ranges_and_fills_them) {
  double most = 0, least = 1;
  for (std::uint64_t sample = 0; sample < 400; ++sample) {
    const Similarity motion = draw_misalignment(100, 200, Random(5, "misalign", sample));
    BOOST_REQUIRE(std::abs(motion.rotation) <= std::numbers::pi / 4);
    BOOST_REQUIRE(motion.scale >= 0.8);
    BOOST_REQUIRE(motion.scale <= 1);
    BOOST_REQUIRE(std::abs(motion.shift_x) <= 10);
    BOOST_REQUIRE(std::abs(motion.shift_y) <= 5);
    most = std::max(most, motion.rotation);
    least = std::min(least, motion.scale);
  }
  BOOST_TEST(most > 0.95 * std::numbers::pi / 4);
  BOOST_TEST(least < 0.81);
}

BOOST_AUTO_TEST_CASE(misalignment_depends_on_the_sample_alone) {
  const Tensor image = random_uniform({12, 10, 3}, Random(1, "image"));
  check_close(misalign(image, Random(5, "misalign", 7)), misalign(image, Random(5, "misalign", 7)),
              0);
  BOOST_TEST(draw_misalignment(9, 9, Random(5, "m", 1)).rotation !=
             draw_misalignment(9, 9, Random(5, "m", 2)).rotation);
  const MisalignOptions none = {.max_rotation = 0, .max_shift = 0, .min_scale = 1};
  check_close(misalign(image, Random(5, "misalign", 7), none), image, 1e-6f);
}

BOOST_AUTO_TEST_CASE(wrong_use_is_explained) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  BOOST_CHECK_THROW(warp(kDigits, {.scale = 0}), std::invalid_argument);
  BOOST_CHECK_THROW(warp(kDigits, {.rotation = nan}), std::invalid_argument);
  BOOST_CHECK_THROW(warp(zeros({3, 3}), {}), std::invalid_argument);
  BOOST_CHECK_THROW(misalign(kDigits, Random(1, "x"), {.min_scale = 2}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
