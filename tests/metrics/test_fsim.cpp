#include "metrics/fsim.h"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <numbers>
#include <thread>

#include "metrics/phase_congruency.h"
#include "tests/metrics/images.h"

using namespace mien;

namespace {

Tensor flat_image(std::uint8_t red, std::uint8_t green, std::uint8_t blue) {
  Tensor image({16, 16, 3}, DType::uint8);
  auto bytes = image.mutable_span<std::uint8_t>();
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    bytes[i] = red, bytes[i + 1] = green, bytes[i + 2] = blue;
  }
  return image;
}

double similarity(double a, double b, double constant) {
  return (2 * a * b + constant) / (a * a + b * b + constant);
}

std::vector<double> reds(const Tensor& image) {
  std::vector<double> plane(image.numel() / 3);
  const auto bytes = image.span<std::uint8_t>();
  for (std::size_t i = 0; i < plane.size(); ++i) plane[i] = bytes[3 * i];
  return plane;
}

double largest_difference(const std::vector<double>& x, const std::vector<double>& y) {
  double largest = 0;
  for (std::size_t i = 0; i < x.size(); ++i) largest = std::max(largest, std::abs(x[i] - y[i]));
  return largest;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fsim_suite)

// Nothing but the gradient at the border of zeros: 16a/16 beside it, √2 · 13a/16 in its corners.
BOOST_AUTO_TEST_CASE(flat_images_compare_their_borders) {
  const double corner = std::sqrt(2.0) * 13 / 16;
  const double expected = (14 * 14 + 4 * 14 * similarity(100, 120, 160) +
                           4 * similarity(100 * corner, 120 * corner, 160)) /
                          256;
  const Tensor a = flat_image(100, 100, 100), b = flat_image(120, 120, 120);
  BOOST_TEST(std::abs(fsim(a, b).grey - expected) < 1e-9);
  BOOST_TEST(std::abs(fsim(a, b).color - expected) < 1e-9);
}

BOOST_AUTO_TEST_CASE(identical_images_give_one) {
  for (const Tensor& a : {smooth_image(20, 17), smooth_image(2, 3), flat_image(9, 8, 7)}) {
    BOOST_TEST(std::abs(fsim(a, a).grey - 1) < 1e-12);
    BOOST_TEST(std::abs(fsim(a, a).color - 1) < 1e-12);
  }
}

// I = 71.52, Q = 25.32 against I = -38.64, Q = 37.44: the product of the similarities is negative.
BOOST_AUTO_TEST_CASE(opposite_colors_give_the_real_part_of_the_power) {
  const Tensor a = flat_image(180, 60, 60), b = flat_image(60, 60, 180);
  const double product = similarity(71.52, -38.64, 200) * similarity(25.32, 37.44, 200);
  BOOST_TEST(product < -0.7);
  const double factor = std::pow(-product, 0.03) * std::cos(0.03 * std::numbers::pi);
  BOOST_TEST(std::abs(fsim(a, b).color / fsim(a, b).grey - factor) < 1e-9);
}

BOOST_AUTO_TEST_CASE(congruency_ignores_brightness_and_contrast) {
  const std::vector<double> plane = reds(damaged_image(smooth_image(24, 31)));
  std::vector<double> brighter = plane;
  for (double& value : brighter) value = 3 * value + 50;
  const PhaseCongruency congruency_of(24, 31);
  const std::vector<double> congruency = congruency_of(plane);
  BOOST_TEST(largest_difference(congruency, congruency_of(brighter)) < 1e-4);
  BOOST_TEST(*std::max_element(congruency.begin(), congruency.end()) > 0.3);
  BOOST_TEST(*std::max_element(congruency.begin(), congruency.end()) <= 1);
}

// The plane continues periodically, so that its border is an edge, too.
BOOST_AUTO_TEST_CASE(congruency_finds_edges) {
  std::vector<double> plane(64 * 48);
  for (Index i = 0; i < 64 * 48; ++i) plane[i] = i / 48 < 20 ? 40 : 90;
  const std::vector<double> congruency = PhaseCongruency(64, 48)(plane);
  const auto at = [&](Index row) { return congruency[row * 48 + 11]; };
  for (Index row : {0, 19, 20, 63}) BOOST_TEST(at(row) > 0.6);
  for (Index row : {28, 31, 53}) BOOST_TEST(at(row) < 0.1);
}

BOOST_AUTO_TEST_CASE(threads_do_not_meet) {
  const PhaseCongruency congruency_of(33, 40);
  const std::vector<double> a = reds(smooth_image(33, 40));
  const std::vector<double> b = reds(damaged_image(smooth_image(33, 40)));
  const auto alone_a = congruency_of(a), alone_b = congruency_of(b);
  int differences = 0;
  std::thread other([&] {
    for (int i = 0; i < 20; ++i) differences += congruency_of(a) != alone_a;
  });
  int differences_here = 0;
  for (int i = 0; i < 20; ++i) differences_here += congruency_of(b) != alone_b;
  other.join();
  BOOST_TEST(differences + differences_here == 0);
}

BOOST_AUTO_TEST_CASE(wrong_images_are_explained) {
  const Tensor a = smooth_image(12, 12);
  BOOST_CHECK_THROW(fsim(a, smooth_image(12, 13)), std::invalid_argument);
  BOOST_CHECK_THROW(fsim(a.to(DType::float32), a), std::invalid_argument);
  BOOST_CHECK_THROW(fsim(smooth_image(1, 9), smooth_image(1, 9)), std::invalid_argument);
  BOOST_CHECK_THROW(fsim(smooth_image(9, 1), smooth_image(9, 1)), std::invalid_argument);
  BOOST_CHECK_THROW(PhaseCongruency(1, 9), std::invalid_argument);
  BOOST_CHECK_THROW(PhaseCongruency(8, 9)(std::vector<double>(71)), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
