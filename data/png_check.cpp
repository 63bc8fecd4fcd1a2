#include "data/png_check.h"

#include <algorithm>
#include <cctype>
#include <string>

#include "data/byte_reader.h"
#include "tensor/crc32.h"

namespace mien {
namespace {

struct Chunk {
  std::string type;
  std::span<const std::byte> content;
};

Chunk read_chunk(ByteReader& reader) {
  const auto start = reader.position();
  const std::uint32_t length = reader.u32("a chunk's length");
  const auto typed = reader.take(4, "a chunk's type");
  Chunk chunk{{reinterpret_cast<const char*>(typed.data()), 4}, {}};
  image_check(std::all_of(chunk.type.begin(), chunk.type.end(),
                          [](unsigned char c) { return std::isalpha(c); }),
              reader.name(), "expected a PNG chunk's type at byte ", start + 4,
              ", got other bytes (damaged)");
  chunk.content = reader.take(length, "the " + chunk.type + " chunk");
  const std::uint32_t stored = reader.u32("the " + chunk.type + " chunk's checksum");
  const std::uint32_t computed = crc32(chunk.content, crc32(typed));
  image_check(stored == computed, reader.name(), "the checksum of the ", chunk.type,
              " chunk at byte ", start, " does not match its content (damaged)");
  return chunk;
}

bool is_depth_allowed(int color_type, int depth) {
  switch (color_type) {
    case 0:
      return depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
    case 3:
      return depth == 1 || depth == 2 || depth == 4 || depth == 8;
    case 2:
    case 4:
    case 6:
      return depth == 8 || depth == 16;
    default:
      return false;
  }
}

class PngChecker {
 public:
  PngChecker(std::span<const std::byte> bytes, std::string_view name, const ImageLimits& limits)
      : reader_(bytes, name), limits_(limits) {}

  ImageSize run() {
    reader_.take(8, "the PNG signature");
    Chunk chunk = read_chunk(reader_);
    expect(chunk.type == "IHDR", "a PNG's first chunk must be IHDR, got ", chunk.type);
    read_header(chunk);
    while (chunk.type != "IEND") {
      chunk = read_chunk(reader_);
      read_content(chunk);
    }
    expect(data_bytes_ > 0, "expected image data (IDAT) before the end chunk, there is none");
    return size_;
  }

 private:
  template <class... Parts>
  void expect(bool condition, const Parts&... parts) const {
    image_check(condition, reader_.name(), parts...);
  }

  void read_header(const Chunk& chunk) {
    expect(chunk.content.size() == 13, "expected 13 bytes of IHDR, got ", chunk.content.size());
    ByteReader header(chunk.content, reader_.name());
    size_.width = header.u32("width");
    size_.height = header.u32("height");
    const int depth = header.u8("bit depth");
    color_type_ = header.u8("colour type");
    const int compression = header.u8("compression"), filter = header.u8("filter");
    const int interlace = header.u8("interlace");
    check_size(size_, reader_.name(), limits_);
    expect(is_depth_allowed(color_type_, depth), "PNG knows no ", depth, " bits of colour type ",
           color_type_);
    expect(compression == 0 && filter == 0 && interlace <= 1, "PNG knows no compression ",
           compression, ", filter ", filter, ", interlace ", interlace);
    constexpr int kChannels[] = {1, 0, 3, 3, 2, 0, 4};
    size_.channels = kChannels[color_type_];
  }

  void read_content(const Chunk& chunk) {
    const std::size_t length = chunk.content.size();
    if (chunk.type == "PLTE") {
      expect(length % 3 == 0 && length > 0 && length <= 768 && !has_palette_ && data_bytes_ == 0,
             "expected one palette of 1 to 256 colours before the image data, got PLTE of ", length,
             " bytes");
      has_palette_ = true;
      palette_colors_ = length / 3;
    } else if (chunk.type == "tRNS") {
      check_transparency(length);
    } else if (chunk.type == "IDAT") {
      expect(color_type_ != 3 || has_palette_, "expected a palette before the image data");
      data_bytes_ += length;
    } else if (chunk.type == "IEND") {
      expect(length == 0, "expected an empty IEND chunk, got ", length, " bytes");
    } else {
      expect(std::islower(static_cast<unsigned char>(chunk.type[0])), "a PNG chunk ", chunk.type,
             " is not known, or not at this place");
    }
  }

  void check_transparency(std::size_t length) const {
    expect(data_bytes_ == 0, "expected tRNS before the image data");
    const bool fits = color_type_ == 0   ? length == 2
                      : color_type_ == 2 ? length == 6
                      : color_type_ == 3 ? has_palette_ && length <= palette_colors_
                                         : false;
    expect(fits, "a tRNS chunk of ", length, " bytes does not fit colour type ", color_type_);
  }

  ByteReader reader_;
  const ImageLimits& limits_;
  ImageSize size_;
  int color_type_ = 0;
  bool has_palette_ = false;
  std::size_t palette_colors_ = 0;
  std::size_t data_bytes_ = 0;
};

}  // namespace

ImageSize check_png(std::span<const std::byte> bytes, std::string_view name,
                    const ImageLimits& limits) {
  return PngChecker(bytes, name, limits).run();
}

}  // namespace mien
