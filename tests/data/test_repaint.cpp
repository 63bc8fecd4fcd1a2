#include <boost/test/unit_test.hpp>
#include <cmath>
#include <vector>

#include "data/repaint.h"

using namespace mien;

namespace {

std::vector<float> ramp() {
  std::vector<float> image(8 * 8 * 3);
  for (std::size_t i = 0; i < image.size(); ++i) image[i] = static_cast<float>(i % 17) / 8 - 1;
  return image;
}

std::vector<float> repainted(std::uint64_t step) {
  std::vector<float> image = ramp();
  repaint(image.data(), 8, Random(1, "portrait", step));
  return image;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(repaint_portraits)

BOOST_AUTO_TEST_CASE(colours_change_by_draw_and_stay_in_range) {
  const auto once = repainted(1);
  BOOST_TEST(once == repainted(1), boost::test_tools::per_element());
  BOOST_TEST((once != repainted(2)));
  BOOST_TEST((once != ramp()));
  for (float x : once) BOOST_REQUIRE(std::abs(x) <= 1);
}

BOOST_AUTO_TEST_CASE(tiny_images_are_refused) {
  std::vector<float> image(2 * 2 * 3);
  BOOST_CHECK_THROW(repaint(image.data(), 2, Random(1, "x")), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
