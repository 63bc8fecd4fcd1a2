// What a file on a disk goes through: cut short, bits flipped, headers that lie. All of it must be
// reported, none of it may crash.
#include <boost/test/unit_test.hpp>
#include <cstring>

#include "data/image_io.h"
#include "tensor/crc32.h"
#include "tensor/random.h"

using namespace mien;

namespace {

using Bytes = std::vector<std::byte>;

std::filesystem::path fixture(const std::string& name) {
  return std::filesystem::path(MIEN_SOURCE_DIR) / "tests/fixtures/images" / name;
}

/// The complaint about `bytes`, or "" when they decode.
std::string complaint(std::span<const std::byte> bytes, const ImageLimits& limits = {}) {
  try {
    decode_image(bytes, "file", limits);
    return "";
  } catch (const ImageError& error) {
    return error.what();
  }
}

bool complains(std::span<const std::byte> bytes, const std::string& part) {
  const std::string message = complaint(bytes);
  BOOST_TEST_INFO("complaint: " << message);
  return message.starts_with("file: ") && message.find(part) != std::string::npos;
}

Tensor noise(Index height, Index width) {
  return random_uniform({height, width, 3}, Random(1, "noise"), 0, 256).to(DType::uint8);
}

Bytes flipped(Bytes bytes, std::size_t bit) {
  bytes[bit / 8] ^= std::byte(1 << bit % 8);
  return bytes;
}

/// Where the first segment with this marker starts.
std::size_t find_marker(const Bytes& jpeg, int code) {
  for (std::size_t i = 0; i + 1 < jpeg.size(); ++i) {
    if (jpeg[i] == std::byte(0xFF) && jpeg[i + 1] == std::byte(code)) return i;
  }
  throw std::logic_error("no such marker");
}

Bytes with_byte(Bytes bytes, std::size_t position, int value) {
  bytes.at(position) = std::byte(value);
  return bytes;
}

/// A PNG whose header says another size, with the checksum made right again.
Bytes png_of_size(Bytes png, std::uint32_t width, std::uint32_t height) {
  const auto put = [&](std::size_t position, std::uint32_t value) {
    for (int i = 0; i < 4; ++i) png[position + i] = std::byte(value >> (24 - 8 * i));
  };
  put(16, width);
  put(20, height);
  put(29, crc32(std::span(png).subspan(12, 17)));
  return png;
}

const char* const kJpegs[] = {"baseline.jpg", "progressive.jpg",
                              "restarts.jpg", "progressive_restarts.jpg",
                              "cmyk.jpg",     "grey.jpg"};
const char* const kPngs[] = {"rgb.png", "palette.png", "transparent.png", "grey16.png"};

}  // namespace

BOOST_AUTO_TEST_SUITE(image_damage)

BOOST_AUTO_TEST_CASE(every_kind_of_whole_file_is_read) {
  for (const char* name : kJpegs) {
    BOOST_TEST_INFO(name);
    BOOST_TEST(read_image(fixture(name)).shape() == (Shape{21, 35, 3}));
  }
  BOOST_TEST(read_image(fixture("sideways.jpg")).shape() == (Shape{35, 21, 3}));
  for (const char* name : kPngs) BOOST_CHECK_NO_THROW(read_image(fixture(name)));
}

BOOST_AUTO_TEST_CASE(transparency_lies_on_white) {
  const Tensor image = read_image(fixture("transparent.png"));
  const std::uint8_t expected[] = {255, 0, 0, 127, 255, 127, 255, 255, 255, 255, 255, 255};
  BOOST_TEST(std::memcmp(image.raw(), expected, sizeof(expected)) == 0);
  const Tensor grey = read_image(fixture("grey16.png"));
  const std::uint8_t high_bytes[] = {0, 0, 0, 128, 128, 128, 255, 255, 255};
  BOOST_TEST(std::memcmp(grey.raw(), high_bytes, sizeof(high_bytes)) == 0);
}

BOOST_AUTO_TEST_CASE(a_jpeg_cut_anywhere_is_reported) {
  std::vector<Bytes> files = {encode_jpeg(noise(24, 17), 90)};
  for (const char* name : kJpegs) files.push_back(read_image_bytes(fixture(name)));
  for (const Bytes& file : files) {
    for (std::size_t length = 0; length < file.size(); ++length) {
      BOOST_REQUIRE(!complaint(std::span(file).first(length)).empty());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_png_cut_anywhere_is_reported) {
  for (const char* name : kPngs) {
    const Bytes file = read_image_bytes(fixture(name));
    for (std::size_t length = 0; length < file.size(); ++length) {
      BOOST_REQUIRE(!complaint(std::span(file).first(length)).empty());
    }
  }
}

BOOST_AUTO_TEST_CASE(every_flipped_bit_of_a_png_is_reported) {
  for (const char* name : kPngs) {
    const Bytes file = read_image_bytes(fixture(name));
    for (std::size_t bit = 0; bit < 8 * file.size(); ++bit) {
      BOOST_REQUIRE(!complaint(flipped(file, bit)).empty());
    }
  }
}

// A JPEG has no checksum: a flipped bit of a coefficient's value is another picture, and legal.
BOOST_AUTO_TEST_CASE(a_flipped_bit_of_a_jpeg_never_crashes) {
  int reported = 0, trials = 0;
  for (const char* name : kJpegs) {
    const Bytes file = read_image_bytes(fixture(name));
    for (std::size_t bit = 0; bit < 8 * file.size(); bit += 7, ++trials) {
      reported += !complaint(flipped(file, bit)).empty();
    }
  }
  BOOST_TEST_MESSAGE(reported << " of " << trials << " flipped bits were reported");
  BOOST_TEST(reported > trials / 10);
}

BOOST_AUTO_TEST_CASE(image_data_that_end_early_are_reported) {
  Bytes file = encode_jpeg(noise(64, 64), 90);
  file.erase(file.end() - 400, file.end() - 2);  // the end marker stays
  BOOST_TEST(complains(file, "before the last block (truncated or damaged)"));
}

BOOST_AUTO_TEST_CASE(image_data_that_go_on_are_reported) {
  Bytes file = encode_jpeg(noise(16, 16), 90);
  file.insert(file.end() - 2, 5, std::byte(0x55));
  BOOST_TEST(complains(file, "go on after the last block"));
}

BOOST_AUTO_TEST_CASE(what_follows_the_end_is_ignored) {
  Bytes jpeg = encode_jpeg(noise(9, 9)), png = encode_png(noise(9, 9));
  jpeg.resize(jpeg.size() + 100);
  png.resize(png.size() + 100);
  BOOST_TEST(complaint(jpeg) == "");
  BOOST_TEST(complaint(png) == "");
}

BOOST_AUTO_TEST_CASE(crafted_jpeg_headers_are_reported) {
  const Bytes file = encode_jpeg(noise(16, 16), 80);
  const auto huffman = find_marker(file, 0xC4), frame = find_marker(file, 0xC0);
  const auto scan = find_marker(file, 0xDA), quantiser = find_marker(file, 0xDB);
  BOOST_TEST(complains(with_byte(file, huffman + 20, 255), "Huffman"));
  BOOST_TEST(
      complains(with_byte(with_byte(file, huffman + 5, 5), huffman + 7, 0), "more codes than fit"));
  BOOST_TEST(complains(with_byte(file, huffman + 4, 0x27), "expected Huffman table"));
  BOOST_TEST(complains(with_byte(file, huffman + 3, 1), "Huffman"));
  BOOST_TEST(complains(with_byte(file, quantiser + 4, 9), "expected quantiser"));
  BOOST_TEST(complains(with_byte(file, frame + 1, 0xC9), "another coding (arithmetic"));
  BOOST_TEST(complains(with_byte(file, frame + 4, 12), "expected 8 bits per sample, got 12"));
  BOOST_TEST(complains(with_byte(file, frame + 9, 2), "components, got 2"));
  BOOST_TEST(complains(with_byte(file, frame + 11, 0x51), "sampling factors of 1 to 4, got 5x1"));
  BOOST_TEST(complains(with_byte(file, frame + 14, 0x31), "factors that divide"));
  BOOST_TEST(complains(with_byte(file, frame + 13, 1), "expected component 1 once"));
  BOOST_TEST(complains(with_byte(file, frame + 12, 3), "quantiser that was not defined"));
  BOOST_TEST(complains(with_byte(file, scan + 5, 77), "names component 77"));
  BOOST_TEST(complains(with_byte(file, scan + 6, 0x33), "Huffman table that was not defined"));
  BOOST_TEST(complains(with_byte(file, scan + 3, 0), "a segment"));
}

BOOST_AUTO_TEST_CASE(sizes_are_capped_before_decoding) {
  const Bytes jpeg = encode_jpeg(noise(4, 4)), png = encode_png(noise(4, 4));
  const auto frame = find_marker(jpeg, 0xC0);
  BOOST_TEST(complains(with_byte(with_byte(jpeg, frame + 5, 0), frame + 6, 0), "at least 1x1"));
  BOOST_TEST(complains(with_byte(jpeg, frame + 5, 0x50), "sides of at most 16384 pixels"));
  BOOST_TEST(complains(png_of_size(png, 0, 4), "at least 1x1"));
  BOOST_TEST(complains(png_of_size(png, 1u << 31, 4), "sides of at most 16384 pixels"));
  BOOST_TEST(complains(png_of_size(png, 16'000, 16'000), "expected at most 64000000 pixels"));
  BOOST_TEST(complaint(png, {.max_pixels = 15}) ==
             "file: expected at most 15 pixels, the header says 4x4");
}

// More compressed data than the header's size can use must not be unpacked without bound.
BOOST_AUTO_TEST_CASE(a_png_that_unpacks_to_more_than_it_says_is_bounded) {
  const Bytes large = encode_png(full({1500, 1500, 3}, 7, DType::uint8));
  BOOST_TEST(complains(png_of_size(large, 4, 4), "the decoder reports: outofmem"));
}

BOOST_AUTO_TEST_CASE(crafted_png_chunks_are_reported) {
  const Bytes file = encode_png(noise(4, 4));
  BOOST_TEST(complains(with_byte(file, 12, 'J'), "checksum of the JHDR chunk"));
  BOOST_TEST(complains(with_byte(file, 8, 0x7F), "the file ends after"));
  BOOST_TEST(complains(with_byte(file, 45, 0), "checksum of the IDAT chunk at byte 33"));
  Bytes no_data(file.begin(), file.begin() + 33);
  no_data.insert(no_data.end(), file.end() - 12, file.end());
  BOOST_TEST(complains(no_data, "expected image data (IDAT)"));
}

BOOST_AUTO_TEST_SUITE_END()
