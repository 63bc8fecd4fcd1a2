#include <boost/test/unit_test.hpp>
#include <cmath>
#include <set>

#include "data/degradation.h"
#include "data/image_io.h"
#include "data/resize.h"
#include "data/synthetic_face.h"

using namespace mien;

namespace {

const Random kRandom(1, "degradation");

Tensor noise_image(Index side) {
  return random_uniform({side, side, 3}, Random(2, "image"), 0, 255).to(DType::uint8);
}

bool same(const Tensor& a, const Tensor& b) {
  const auto x = a.span<std::uint8_t>(), y = b.span<std::uint8_t>();
  return a.shape() == b.shape() && std::equal(x.begin(), x.end(), y.begin());
}

double mean_difference(const Tensor& a, const Tensor& b) {
  const auto x = a.span<std::uint8_t>(), y = b.span<std::uint8_t>();
  double sum = 0;
  for (std::size_t i = 0; i < x.size(); ++i) sum += std::abs(double(x[i]) - double(y[i]));
  return sum / static_cast<double>(x.size());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(degradation)

BOOST_AUTO_TEST_CASE(nothing_changes_nothing) {
  BOOST_TEST(same(degrade(noise_image(9), {}, kRandom), noise_image(9)));
}

// rho = 1 has seven taps e^(-k^2 / 2) / 2.5059: .39905, .24204, .05401, .00443. A white pixel on
// black is spread by their products; in the corner, which goes on outside, by sums of them.
BOOST_AUTO_TEST_CASE(blur_is_gaussian_and_replicates) {
  Tensor image = zeros({9, 9, 3}, DType::uint8);
  for (Index c = 0; c < 3; ++c) image.mutable_span<std::uint8_t>()[(4 * 9 + 4) * 3 + c] = 255;
  const Tensor y = degrade(image, {.blur = 1}, kRandom);
  const auto at = [&](Index row, Index column) {
    return static_cast<int>(y.span<std::uint8_t>()[(row * 9 + column) * 3]);
  };
  BOOST_TEST(at(4, 4) == std::lround(255 * .39905 * .39905));
  BOOST_TEST(at(4, 5) == std::lround(255 * .39905 * .24204));
  BOOST_TEST(at(3, 5) == std::lround(255 * .24204 * .24204));
  BOOST_TEST(at(6, 4) == std::lround(255 * .39905 * .05401));
  BOOST_TEST(same(degrade(full({5, 5, 3}, 77, DType::uint8), {.blur = 3}, kRandom),
                  full({5, 5, 3}, 77, DType::uint8)));
}

// int(16 / 3.1) = 5.
BOOST_AUTO_TEST_CASE(reduction_cuts_sizes) {
  const Tensor image = noise_image(16);
  const Tensor small = resize(image.to(DType::float32), 5, 5);
  Tensor rounded(small.shape(), DType::uint8);
  for (Index i = 0; i < small.numel(); ++i) {
    rounded.mutable_span<std::uint8_t>()[i] =
        static_cast<std::uint8_t>(std::lround(std::clamp(small.span<float>()[i], 0.0f, 255.0f)));
  }
  BOOST_TEST(same(degrade(image, {.scale = 3.1}, kRandom), resize(rounded, 16, 16)));
}

BOOST_AUTO_TEST_CASE(noise_has_its_deviation) {
  const Tensor grey = full({64, 64, 3}, 128, DType::uint8);
  const Tensor y = degrade(grey, {.noise = 7}, kRandom);
  double sum = 0, squares = 0;
  for (std::uint8_t v : y.span<std::uint8_t>()) {
    sum += v - 128.0;
    squares += (v - 128.0) * (v - 128.0);
  }
  const double count = 64 * 64 * 3;
  BOOST_TEST(std::abs(sum / count) < 0.3);
  BOOST_TEST(std::sqrt(squares / count) == 7, boost::test_tools::tolerance(0.03));
  BOOST_TEST(same(y, degrade(grey, {.noise = 7}, kRandom)));
  BOOST_TEST(!same(y, degrade(grey, {.noise = 7}, kRandom.at(1))));
}

BOOST_AUTO_TEST_CASE(jpeg_loses_more_at_lower_quality) {
  const Tensor face = render_face(draw_identity(3, 0), draw_photo(3, 0, 0), 64);
  const auto loss = [&](int quality) {
    return mean_difference(degrade(face, {.quality = quality}, kRandom), face);
  };
  BOOST_TEST(same(degrade(face, {.quality = 30}, kRandom),
                  decode_image(encode_jpeg(face, 30), "reference")));
  BOOST_TEST(loss(10) > loss(40));
  BOOST_TEST(loss(40) > 0.5);
}

// Noise comes before the compression and on the small image.
BOOST_AUTO_TEST_CASE(order_of_the_steps) {
  const Tensor image = noise_image(32);
  const Tensor noisy = degrade(image, {.noise = 5}, kRandom);
  BOOST_TEST(same(degrade(image, {.noise = 5, .quality = 20}, kRandom),
                  degrade(noisy, {.quality = 20}, kRandom)));
  const Tensor blurred = degrade(image, {.blur = 2, .scale = 2, .noise = 1}, kRandom);
  BOOST_TEST(blurred.shape() == image.shape());
}

BOOST_AUTO_TEST_CASE(draws_cover_their_sets) {
  std::set<long> blur, scale, noise, quality;
  for (std::uint64_t sample = 0; sample < 3000; ++sample) {
    const Degradation d = draw_degradation(kRandom.at(sample));
    blur.insert(std::lround(10 * d.blur));
    scale.insert(std::lround(10 * d.scale));
    noise.insert(std::lround(d.noise));
    quality.insert(d.quality);
  }
  BOOST_TEST(blur.size() == 22u);
  BOOST_TEST((*blur.begin() == 0 && *std::next(blur.begin()) == 10 && *blur.rbegin() == 30));
  BOOST_TEST(scale.size() == 71u);
  BOOST_TEST((*scale.begin() == 10 && *scale.rbegin() == 80));
  BOOST_TEST(noise.size() == 8u);
  BOOST_TEST((*noise.begin() == 0 && *noise.rbegin() == 7));
  BOOST_TEST(quality.size() == 32u);
  BOOST_TEST(
      (*quality.begin() == 0 && *std::next(quality.begin()) == 10 && *quality.rbegin() == 40));
}

BOOST_AUTO_TEST_CASE(options_fix_or_turn_off) {
  const DegradationOptions eightfold{
      .blur = false, .noise = false, .jpeg = false, .min_scale = 8, .max_scale = 8};
  for (std::uint64_t sample = 0; sample < 50; ++sample) {
    const Degradation d = draw_degradation(kRandom.at(sample), eightfold);
    BOOST_TEST((d.blur == 0 && d.scale == 8 && d.noise == 0 && d.quality == 0));
    BOOST_TEST(draw_degradation(kRandom.at(sample)).blur ==
               draw_degradation(kRandom.at(sample), {.noise = false}).blur);
  }
}

BOOST_AUTO_TEST_CASE(bad_input_is_explained) {
  BOOST_CHECK_THROW(degrade(zeros({4, 4, 3}), {}, kRandom), std::invalid_argument);
  BOOST_CHECK_THROW(degrade(zeros({4, 4, 1}, DType::uint8), {}, kRandom), std::invalid_argument);
  for (const Degradation& bad : {Degradation{.blur = -1}, {.scale = 0.5}, {.quality = 101}}) {
    BOOST_CHECK_EXCEPTION(degrade(noise_image(4), bad, kRandom), std::invalid_argument,
                          [](const auto& e) {
                            return std::string(e.what()).starts_with(
                                "degrade: needs blur >= 0, scale >= 1, noise >= 0 and quality 0");
                          });
  }
  BOOST_CHECK_THROW(draw_degradation(kRandom, {.min_scale = 4, .max_scale = 2}),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
