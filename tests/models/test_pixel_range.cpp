#include "models/style/pixel_range.h"

#include <boost/test/unit_test.hpp>

using namespace mien;

BOOST_AUTO_TEST_SUITE(pixel_range)

BOOST_AUTO_TEST_CASE(descriptions_are_read) {
  const PixelRange caffe = parse_pixel_range("BGR 0..255 minus (103.939,116.779,123.68)");
  BOOST_TEST(caffe.bgr);
  BOOST_TEST(caffe.high == 255);
  BOOST_TEST(caffe.mean[0] == 103.939);
  BOOST_TEST(caffe.mean[2] == 123.68);
  const PixelRange unit = parse_pixel_range("RGB 0..1");
  BOOST_TEST(!unit.bgr);
  BOOST_TEST(unit.high == 1);
  BOOST_TEST(unit.mean[1] == 0);
  for (const char* wrong : {"", "RGB", "GBR 0..1", "RGB 0..0", "RGB 0..1 minus (1,2)", "RGB 0..1 "})
    BOOST_CHECK_THROW(parse_pixel_range(wrong), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(red_becomes_the_last_channel_of_bgr) {
  const PixelRange range{.bgr = true, .high = 255, .mean = {10, 20, 30}};
  const Variable red(tensor({1, 1, 1, 3}, {1, -1, 0}));
  const Variable y = range.to_network(red);
  BOOST_TEST(y.value().data<float>()[0] == 127.5f - 10);  // blue
  BOOST_TEST(y.value().data<float>()[1] == -20);
  BOOST_TEST(y.value().data<float>()[2] == 255 - 30);
  const Variable back = range.from_network(y);
  for (int c = 0; c < 3; ++c) {
    BOOST_TEST(std::abs(back.value().data<float>()[c] - red.value().data<float>()[c]) < 1e-6);
  }
}

BOOST_AUTO_TEST_SUITE_END()
