#include <boost/test/unit_test.hpp>
#include <cmath>

#include "metrics/fsim.h"
#include "metrics/psnr.h"
#include "metrics/ssim.h"
#include "tests/metrics/images.h"

using namespace mien;

namespace {

struct Row {
  Index height, width;
  double psnr, psnr_luma, ssim_grey, ssim_channels, ssim_volume, fsim, fsim_color;
};

// Printed by tests/fixtures/make_metrics.py: scikit-image, scipy for the volume, numpy for FSIM.
const Row kRows[] = {
    {64, 64, 23.212088874, 29.410166064, 0.890679696, 0.800154106, 0.932193757, 0.924322387,
     0.911717129},
    {21, 33, 23.237984465, 29.711722083, 0.816545793, 0.695442464, 0.916573215, 0.931820923,
     0.918425166},
    {11, 13, 23.203004416, 29.820926213, 0.798776509, 0.507770720, 0.875106793, 0.952901089,
     0.934895672},
    {384, 401, 23.207673893, 29.383909460, 0.963341567, 0.948731164, 0.954157905, 0.977311040,
     0.973014834},
};

void compare(auto metric, double Row::*expected) {
  for (const Row& row : kRows) {
    const Tensor image = smooth_image(row.height, row.width);
    const Tensor damaged = damaged_image(image);
    BOOST_TEST(std::abs(metric(damaged, image) - row.*expected) < 1e-6);
    BOOST_TEST(std::abs(metric(damaged, image) - metric(image, damaged)) < 1e-12);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(fixtures)

BOOST_AUTO_TEST_CASE(psnr_agrees) { compare(psnr, &Row::psnr); }
BOOST_AUTO_TEST_CASE(psnr_luma_agrees) { compare(psnr_luma, &Row::psnr_luma); }
BOOST_AUTO_TEST_CASE(ssim_grey_agrees) { compare(ssim_grey, &Row::ssim_grey); }
BOOST_AUTO_TEST_CASE(ssim_channels_agrees) { compare(ssim_channels, &Row::ssim_channels); }
BOOST_AUTO_TEST_CASE(ssim_volume_agrees) { compare(ssim_volume, &Row::ssim_volume); }
BOOST_AUTO_TEST_CASE(fsim_agrees) {
  compare([](const auto&... images) { return fsim(images...).grey; }, &Row::fsim);
}
BOOST_AUTO_TEST_CASE(fsim_color_agrees) {
  compare([](const auto&... images) { return fsim(images...).color; }, &Row::fsim_color);
}

BOOST_AUTO_TEST_SUITE_END()
