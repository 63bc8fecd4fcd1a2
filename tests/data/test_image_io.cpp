#include <boost/test/unit_test.hpp>
#include <cstring>

#include "data/image_io.h"
#include "temporary_folder.h"
#include "tensor/atomic_file.h"

using namespace mien;

namespace {

Tensor bytes_image(const Shape& shape, std::vector<std::uint8_t> values) {
  return from_values<std::uint8_t>(shape, values);
}

bool same(const Tensor& a, const Tensor& b) {
  return a.shape() == b.shape() && std::memcmp(a.raw(), b.raw(), std::size_t(a.bytes())) == 0;
}

Tensor gradient_image(Index height, Index width) {
  Tensor image({height, width, 3}, DType::uint8);
  auto* p = image.mutable_data<std::uint8_t>();
  for (Index i = 0; i < image.numel(); ++i) p[i] = std::uint8_t(40 + (i / 3 % width) * 150 / width);
  return image;
}

template <class F>
std::string message_of(F&& f) {
  try {
    f();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "nothing thrown";
}

bool mentions(const std::string& message, const std::string& part) {
  return message.find(part) != std::string::npos;
}

void write_text(const std::filesystem::path& path, const std::string& content) {
  write_file(path, std::as_bytes(std::span(content)));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(image_io)

BOOST_AUTO_TEST_CASE(png_keeps_every_pixel) {
  TemporaryFolder folder;
  const Tensor image = bytes_image(
      {2, 3, 3}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 250, 251, 252, 253, 254, 255, 128, 127, 126});
  write_png(folder / "a.png", image);
  BOOST_TEST(same(read_image(folder / "a.png"), image));
  const auto files = std::filesystem::directory_iterator(folder.path());
  BOOST_TEST(std::distance(begin(files), end(files)) == 1);  // no temporary file stays
}

BOOST_AUTO_TEST_CASE(grey_is_repeated_on_three_channels) {
  const Tensor grey = bytes_image({1, 2, 1}, {7, 200});
  BOOST_TEST(same(decode_image(encode_png(grey), "grey"),
                  bytes_image({1, 2, 3}, {7, 7, 7, 200, 200, 200})));
}

BOOST_AUTO_TEST_CASE(jpeg_is_close) {
  const Tensor image = gradient_image(24, 40);
  const Tensor decoded = decode_image(encode_jpeg(image, 98), "jpeg");
  BOOST_REQUIRE(decoded.shape() == image.shape());
  for (Index i = 0; i < image.numel(); ++i) {
    const int difference = image.data<std::uint8_t>()[i] - decoded.data<std::uint8_t>()[i];
    BOOST_REQUIRE(std::abs(difference) <= 3);
  }
}

BOOST_AUTO_TEST_CASE(what_is_not_an_image_file_is_named) {
  TemporaryFolder folder;
  const auto complaint = [&](const std::string& name) {
    return message_of([&] { read_image(folder / name); });
  };
  write_text(folder / "empty.png", "");
  write_text(folder / "text.jpg", "hello, I am not a picture");
  BOOST_TEST(mentions(complaint("none.png"), "none.png: expected an image file, found nothing"));
  BOOST_TEST(mentions(complaint("empty.png"), "empty.png: expected an image file, got an empty"));
  BOOST_TEST(mentions(complaint("text.jpg"), "text.jpg: expected a PNG or JPEG file"));
  BOOST_TEST(mentions(complaint(""), "got a folder"));
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_written_is_named) {
  TemporaryFolder folder;
  const Tensor image = gradient_image(2, 2);
  const auto missing = folder / "no" / "a.png";
  const auto message = message_of([&] { write_png(missing, image); });
  BOOST_TEST(mentions(message, missing.string() + ": cannot write"));
  BOOST_TEST(mentions(message_of([&] { write_png(folder.path(), image); }), "not a regular file"));
  BOOST_TEST(mentions(message_of([&] { write_png("/dev/full/a.png", image); }), "/dev/full/a.png"));
  BOOST_CHECK_THROW(write_png(folder / "a.png", zeros({2, 2, 3})), std::invalid_argument);
  BOOST_CHECK_THROW(encode_png(zeros({2, 2, 2}, DType::uint8)), std::invalid_argument);
  BOOST_CHECK_THROW(encode_jpeg(image, 0), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
