#include "metrics/psnr.h"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "metrics/luma.h"
#include "tests/metrics/images.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(psnr_suite)

BOOST_AUTO_TEST_CASE(one_grey_level_everywhere_is_48_dB) {
  const Tensor a = full({5, 4, 3}, 100, DType::uint8), b = full({5, 4, 3}, 101, DType::uint8);
  BOOST_TEST(std::abs(psnr(a, b) - 20 * std::log10(255.0)) < 1e-12);
}

BOOST_AUTO_TEST_CASE(black_against_white_is_0_dB) {
  const Tensor a = full({3, 3, 3}, 0, DType::uint8), b = full({3, 3, 3}, 255, DType::uint8);
  BOOST_TEST(psnr(a, b) == 0);
}

BOOST_AUTO_TEST_CASE(identical_images_are_infinite) {
  const Tensor a = smooth_image(12, 12);
  BOOST_TEST(std::isinf(psnr(a, a.clone())));
  BOOST_TEST(std::isinf(psnr_luma(a, a.clone())));
}

BOOST_AUTO_TEST_CASE(greys_have_the_known_ends) {
  const Tensor white = full({1, 1, 3}, 255, DType::uint8), black = full({1, 1, 3}, 0, DType::uint8);
  BOOST_TEST(grey_of(white).data<std::uint8_t>()[0] == 255);
  BOOST_TEST(grey_of(black).data<std::uint8_t>()[0] == 0);
  BOOST_TEST(luma_of(white).data<std::uint8_t>()[0] == 235);
  BOOST_TEST(luma_of(black).data<std::uint8_t>()[0] == 16);
}

BOOST_AUTO_TEST_CASE(wrong_images_are_explained) {
  const Tensor a = smooth_image(12, 12);
  BOOST_CHECK_THROW(psnr(a, smooth_image(12, 13)), std::invalid_argument);
  BOOST_CHECK_THROW(psnr(a.to(DType::float32), a), std::invalid_argument);
  BOOST_CHECK_THROW(psnr(a.reshape({12, 36, 1}), a), std::invalid_argument);
  BOOST_CHECK_THROW(psnr(Tensor(), a), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
