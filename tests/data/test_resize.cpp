#include <boost/test/unit_test.hpp>
#include <cmath>

#include "data/crop.h"
#include "data/resize.h"
#include "tensor/random.h"

using namespace mien;

namespace {

Tensor row(std::vector<double> values) {
  const Index width = static_cast<Index>(values.size());
  return tensor({1, width, 1}, values);
}

void check_close(const Tensor& got, const std::vector<float>& expected, float tolerance) {
  BOOST_REQUIRE(got.numel() == static_cast<Index>(expected.size()));
  for (std::size_t i = 0; i < expected.size(); ++i) {
    BOOST_TEST_INFO("value " << i << ": " << got.data<float>()[i] << ", expected " << expected[i]);
    BOOST_TEST(std::abs(got.data<float>()[i] - expected[i]) <= tolerance);
  }
}

/// The image of tests/fixtures/make_resize.py.
Tensor pattern() {
  Tensor image({24, 24, 1});
  for (Index y = 0; y < 24; ++y) {
    for (Index x = 0; x < 24; ++x) {
      image.mutable_data<float>()[y * 24 + x] = float((7 * x + 13 * y + x * y) % 32);
    }
  }
  return image;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(resizing)

// Twice as wide: results lie a quarter pixel beside the pixels; outside is the mirror image.
BOOST_AUTO_TEST_CASE(bilinear_enlarges_by_quarters) {
  check_close(resize(row({0, 8}), 1, 4, Interpolation::bilinear), {0, 2, 6, 8}, 0);
}

// Half as wide: the triangle is two pixels to either side, weights 1 3 3 1 over 8.
BOOST_AUTO_TEST_CASE(bilinear_reduces_with_a_stretched_kernel) {
  check_close(resize(row({8, 16, 24, 64}), 1, 2, Interpolation::bilinear),
              {(1 * 8 + 3 * 8 + 3 * 16 + 24) / 8.f, (16 + 3 * 24 + 3 * 64 + 64) / 8.f}, 1e-5f);
}

// Keys' weights at a quarter: -9, 111, 29, -3 over 128.
BOOST_AUTO_TEST_CASE(bicubic_enlarges_with_keys_weights) {
  check_close(resize(row({0, 0, 128, 0, 0}), 1, 10), {0, -3, -9, 29, 111, 111, 29, -9, -3, 0},
              1e-4f);
}

BOOST_AUTO_TEST_CASE(reductions_agree_with_pillow) {
  const Tensor image = pattern();
  const Box inside = {2, 2, 4, 4};
  check_close(crop(resize(image, 8, 8, Interpolation::bicubic), inside),
              {14.4266f, 15.9206f, 16.9025f, 17.2454f, 15.577f, 16.2335f, 16.8022f, 13.3714f,
               16.2349f, 17.2536f, 13.4926f, 17.1402f, 17.2536f, 18.6005f, 15.314f, 13.6516f},
              1e-4f);
  check_close(crop(resize(image, 8, 8, Interpolation::bilinear), inside),
              {14.7778f, 15.6914f, 16.6049f, 17.5185f, 15.5185f, 16.3457f, 16.7778f, 14.0494f,
               15.8642f, 17.f, 14.1852f, 16.5062f, 17.f, 18.0494f, 15.5432f, 14.2222f},
              1e-4f);
}

BOOST_AUTO_TEST_CASE(enlargements_agree_with_pillow) {
  check_close(crop(resize(pattern(), 36, 42), {20, 17, 4, 3}),
              {17.9187f, 6.85546f, 10.9943f, 23.5952f, 10.8483f, 0.274363f, 5.45542f, 19.4804f,
               6.75947f, 11.0569f, 14.6356f, 16.309f},
              1e-4f);
}

BOOST_AUTO_TEST_CASE(a_flat_image_stays_flat) {
  for (const auto kind : {Interpolation::bilinear, Interpolation::bicubic}) {
    const Tensor flat = resize(full({7, 5, 3}, 200, DType::uint8), 3, 11, kind);
    BOOST_TEST(flat.shape() == (Shape{3, 11, 3}));
    for (const std::uint8_t value : flat.span<std::uint8_t>()) BOOST_REQUIRE(value == 200);
  }
}

BOOST_AUTO_TEST_CASE(the_same_size_changes_nothing) {
  const Tensor image = random_uniform({5, 6, 3}, Random(3, "image"));
  check_close(resize(image, 5, 6), {image.data<float>(), image.data<float>() + 90}, 1e-6f);
}

BOOST_AUTO_TEST_CASE(bytes_are_rounded_and_clamped) {
  const Tensor step = resize(row({0, 0, 255, 255}).to(DType::uint8), 1, 8);
  for (Index i = 0; i < 3; ++i)
    BOOST_TEST(step.data<std::uint8_t>()[i] == 0);  // no wrapped undershoot
  for (Index i = 5; i < 8; ++i) BOOST_TEST(step.data<std::uint8_t>()[i] == 255);
  const Tensor middle = resize(row({1, 2}).to(DType::uint8), 1, 1, Interpolation::bilinear);
  BOOST_TEST(middle.data<std::uint8_t>()[0] == 2);  // 1.5 is rounded up
}

BOOST_AUTO_TEST_CASE(one_pixel_and_long_mirrors_work) {
  check_close(resize(row({3}), 2, 3), {3, 3, 3, 3, 3, 3}, 1e-6f);
  check_close(resize(row({1, 2, 3, 4, 5}), 1, 1, Interpolation::bilinear), {3}, 1e-6f);
}

BOOST_AUTO_TEST_CASE(wrong_use_is_explained) {
  BOOST_CHECK_THROW(resize(zeros({4, 4, 3}), 0, 4), std::invalid_argument);
  BOOST_CHECK_THROW(resize(zeros({4, 4}), 4, 4), std::invalid_argument);
  BOOST_CHECK_THROW(resize(zeros({0, 4, 3}), 4, 4), std::invalid_argument);
  BOOST_CHECK_THROW(resize(zeros({4, 4, 3}, DType::float64), 4, 4), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
