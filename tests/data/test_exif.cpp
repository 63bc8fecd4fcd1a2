#include <boost/test/unit_test.hpp>

#include "data/exif.h"
#include "data/image_io.h"

using namespace mien;

namespace {

using Bytes = std::vector<std::byte>;

Bytes bytes_of(std::initializer_list<int> values) {
  Bytes bytes;
  for (const int value : values) bytes.push_back(std::byte(value));
  return bytes;
}

/// A JPEG of 16x8 pixels, dark on the left, with an Exif segment behind its start marker.
Bytes jpeg_with(const Bytes& exif) {
  Tensor image = full({8, 16, 3}, 250, DType::uint8);
  for (Index i = 0; i < image.numel(); ++i) {
    if (i / 3 % 16 < 8) image.mutable_data<std::uint8_t>()[i] = 10;
  }
  Bytes file = encode_jpeg(image);
  file.insert(file.begin() + 2, exif.begin(), exif.end());
  return file;
}

/// One directory with two entries, the second of them the orientation; Motorola byte order.
Bytes motorola(int orientation) {
  return bytes_of({0xFF, 0xE1, 0, 42, 'E', 'x', 'i', 'f', 0, 0,                  //
                   'M',  'M',  0, 42, 0,   0,   0,   8,   0, 2,                  //
                   0x01, 0x00, 0, 3,  0,   0,   0,   1,   0, 9,           0, 0,  //
                   0x01, 0x12, 0, 3,  0,   0,   0,   1,   0, orientation, 0, 0});
}

Bytes intel(int orientation) {
  return bytes_of({0xFF, 0xE1, 0,  30, 'E', 'x', 'i', 'f', 0,           0,  //
                   'I',  'I',  42, 0,  8,   0,   0,   0,   1,           0,  //
                   0x12, 0x01, 3,  0,  1,   0,   0,   0,   orientation, 0, 0, 0});
}

/// [2, 3, 3] whose pixels are the letters a b c / d e f.
Tensor letters() {
  Tensor image({2, 3, 3}, DType::uint8);
  for (Index i = 0; i < 18; ++i) image.mutable_data<std::uint8_t>()[i] = std::uint8_t('a' + i / 3);
  return image;
}

std::string read_off(const Tensor& image) {
  std::string rows;
  for (Index y = 0; y < image.dim(0); ++y) {
    if (y > 0) rows += '/';
    for (Index x = 0; x < image.dim(1); ++x) {
      rows += char(image.data<std::uint8_t>()[(y * image.dim(1) + x) * 3]);
    }
  }
  return rows;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(exif)

BOOST_AUTO_TEST_CASE(the_tag_is_found_in_both_byte_orders) {
  for (int orientation = 1; orientation <= 8; ++orientation) {
    BOOST_TEST(exif_orientation(jpeg_with(motorola(orientation))) == orientation);
    BOOST_TEST(exif_orientation(jpeg_with(intel(orientation))) == orientation);
  }
  BOOST_TEST(exif_orientation(jpeg_with({})) == 1);
}

BOOST_AUTO_TEST_CASE(every_orientation_stands_upright) {
  const char* const expected[] = {"abc/def",  "cba/fed",  "fed/cba",  "def/abc",
                                  "ad/be/cf", "da/eb/fc", "fc/eb/da", "cf/be/ad"};
  for (int orientation = 1; orientation <= 8; ++orientation) {
    BOOST_TEST(read_off(turn_upright(letters(), orientation)) == expected[orientation - 1]);
  }
  BOOST_CHECK_THROW(turn_upright(letters(), 9), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_photo_taken_sideways_is_read_upright) {
  const Tensor image = decode_image(jpeg_with(motorola(6)), "sideways");
  BOOST_REQUIRE(image.shape() == (Shape{16, 8, 3}));
  BOOST_TEST(image.data<std::uint8_t>()[0] < 30);  // the left side has become the top
  BOOST_TEST(image.data<std::uint8_t>()[image.numel() - 1] > 230);
}

BOOST_AUTO_TEST_CASE(damaged_remarks_are_ignored) {
  BOOST_TEST(exif_orientation(jpeg_with(intel(77))) == 1);
  Bytes far = intel(6);
  far[14] = far[15] = far[16] = far[17] = std::byte(0xFF);  // the directory lies past the end
  BOOST_TEST(exif_orientation(jpeg_with(far)) == 1);
  const Bytes whole = jpeg_with(intel(6));
  for (std::size_t length = 0; length < 60; ++length) {
    BOOST_CHECK_NO_THROW(exif_orientation(std::span(whole).first(length)));
  }
}

BOOST_AUTO_TEST_SUITE_END()
