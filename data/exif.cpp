#include "data/exif.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "data/byte_reader.h"

namespace mien {
namespace {

using Bytes = std::span<const std::byte>;

constexpr char kExif[6] = {'E', 'x', 'i', 'f', 0, 0};
constexpr unsigned kOrientationTag = 0x0112;

// The content of the first Exif segment before the image data.
std::optional<Bytes> find_exif(Bytes jpeg) {
  ByteReader reader(jpeg, "exif");
  reader.take(2, "the start marker");
  while (reader.u8("a marker") == 0xFF) {
    int code = 0xFF;
    while (code == 0xFF) code = reader.u8("a marker");
    if (code == 0xDA || code == 0xD9) break;
    const int length = reader.u16("a length");
    const Bytes body = reader.take(static_cast<std::size_t>(std::max(length - 2, 0)), "a segment");
    if (code == 0xE1 && body.size() > 6 && std::memcmp(body.data(), kExif, 6) == 0) {
      return body.subspan(6);
    }
  }
  return std::nullopt;
}

/// TIFF fields in the file's own byte order; zero past the end.
class Tiff {
 public:
  explicit Tiff(Bytes bytes) : bytes_(bytes), little_(at(0) == 'I') {}

  unsigned u16(std::size_t i) const {
    return little_ ? at(i) | at(i + 1) << 8 : at(i) << 8 | at(i + 1);
  }
  std::size_t u32(std::size_t i) const {
    return little_ ? u16(i) | std::size_t{u16(i + 2)} << 16
                   : std::size_t{u16(i)} << 16 | u16(i + 2);
  }

 private:
  unsigned at(std::size_t i) const {
    return i < bytes_.size() ? std::to_integer<unsigned>(bytes_[i]) : 0;
  }

  Bytes bytes_;
  bool little_;
};

}  // namespace

int exif_orientation(std::span<const std::byte> jpeg) {
  std::optional<Bytes> exif;
  try {
    exif = find_exif(jpeg);
  } catch (const ImageError&) {
    return 1;
  }
  if (!exif) return 1;
  const Tiff tiff(*exif);
  const std::size_t directory = tiff.u32(4);
  for (std::size_t entry = 0; entry < tiff.u16(directory); ++entry) {
    const std::size_t field = directory + 2 + 12 * entry;
    if (tiff.u16(field) != kOrientationTag) continue;
    const unsigned value = tiff.u16(field + 8);
    return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
  }
  return 1;
}

Tensor turn_upright(const Tensor& image, int orientation) {
  check(image.rank() == 3 && image.dim(2) == 3, "turn_upright: image must be [H, W, 3], got ",
        image.shape());
  check(orientation >= 1 && orientation <= 8, "turn_upright: orientation must be 1 to 8, got ",
        orientation);
  if (orientation == 1) return image;
  const Index height = image.dim(0), width = image.dim(1);
  const bool transposed = orientation >= 5;
  const bool from_bottom =
      orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
  const bool from_right =
      orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
  Tensor result({transposed ? width : height, transposed ? height : width, 3}, DType::uint8);
  const std::uint8_t* in = image.data<std::uint8_t>();
  std::uint8_t* out = result.mutable_data<std::uint8_t>();
  for (Index y = 0; y < result.dim(0); ++y) {
    for (Index x = 0; x < result.dim(1); ++x, out += 3) {
      const Index row = transposed ? x : y, column = transposed ? y : x;
      const Index source_row = from_bottom ? height - 1 - row : row;
      const Index source_column = from_right ? width - 1 - column : column;
      std::copy_n(in + (source_row * width + source_column) * 3, 3, out);
    }
  }
  return result;
}

}  // namespace mien
