#include "metrics/ssim.h"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "metrics/mean_metrics.h"
#include "metrics/psnr.h"
#include "tests/metrics/images.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(ssim_suite)

// Without contrast only the means speak: (2ab + c1) / (a² + b² + c1).
BOOST_AUTO_TEST_CASE(flat_images_compare_their_means) {
  const Tensor a = full({16, 16, 3}, 100, DType::uint8), b = full({16, 16, 3}, 120, DType::uint8);
  const double c1 = 2.55 * 2.55;
  const double expected = (2 * 100 * 120 + c1) / (100 * 100 + 120 * 120 + c1);
  BOOST_TEST(std::abs(ssim_grey(a, b) - expected) < 1e-9);
  BOOST_TEST(std::abs(ssim_channels(a, b) - expected) < 1e-9);
  BOOST_TEST(std::abs(ssim_volume(a, b) - expected) < 1e-9);
}

BOOST_AUTO_TEST_CASE(identical_images_give_one) {
  const Tensor a = smooth_image(20, 16);
  BOOST_TEST(std::abs(ssim_grey(a, a) - 1) < 1e-12);
  BOOST_TEST(std::abs(ssim_channels(a, a) - 1) < 1e-12);
  BOOST_TEST(std::abs(ssim_volume(a, a) - 1) < 1e-12);
}

BOOST_AUTO_TEST_CASE(only_the_volume_takes_small_images) {
  const Tensor a = smooth_image(10, 30);
  BOOST_CHECK_THROW(ssim_grey(a, a), std::invalid_argument);
  BOOST_CHECK_THROW(ssim_channels(a, a), std::invalid_argument);
  BOOST_TEST(std::abs(ssim_volume(a, a) - 1) < 1e-12);
}

BOOST_AUTO_TEST_CASE(wrong_images_are_explained) {
  const Tensor a = smooth_image(12, 12);
  BOOST_CHECK_THROW(ssim_grey(a, smooth_image(13, 12)), std::invalid_argument);
  BOOST_CHECK_THROW(ssim_volume(a.to(DType::int32), a), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(means_are_over_pairs) {
  const Tensor a = smooth_image(16, 16), b = damaged_image(a),
               c = full({16, 16, 3}, 9, DType::uint8);
  MeanMetrics left, right;
  left.add(a, b);
  right.add(a, c);
  left.add(right);
  BOOST_TEST(left.count() == 2);
  BOOST_TEST(left.psnr() == (psnr(a, b) + psnr(a, c)) / 2);
  BOOST_TEST(left.ssim_grey() == (ssim_grey(a, b) + ssim_grey(a, c)) / 2);
  BOOST_TEST(left.ssim_volume() == (ssim_volume(a, b) + ssim_volume(a, c)) / 2);
}

BOOST_AUTO_TEST_CASE(identical_pairs_are_counted_apart) {
  const Tensor a = smooth_image(16, 16), b = damaged_image(a);
  MeanMetrics mean;
  BOOST_TEST(std::isnan(mean.psnr()));
  mean.add(a, a);
  BOOST_TEST(std::isinf(mean.psnr()));
  mean.add(a, b);
  BOOST_TEST(mean.psnr() == psnr(a, b));
  BOOST_TEST(mean.identical() == 1);
  BOOST_TEST(mean.ssim_grey() == (ssim_grey(a, a) + ssim_grey(a, b)) / 2);
}

BOOST_AUTO_TEST_SUITE_END()
