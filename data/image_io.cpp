#include "data/image_io.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "data/exif.h"
#include "data/jpeg_check.h"
#include "data/png_check.h"
#include "data/stb_codec.h"
#include "tensor/atomic_file.h"

namespace mien {
namespace {

constexpr std::uint8_t kPngSignature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
constexpr std::uint8_t kJpegSignature[] = {0xFF, 0xD8, 0xFF};

bool starts_with(std::span<const std::byte> bytes, std::span<const std::uint8_t> signature) {
  return bytes.size() >= signature.size() &&
         std::memcmp(bytes.data(), signature.data(), signature.size()) == 0;
}

// Laid on white: value * alpha + 255 * (1 - alpha), rounded.
std::uint8_t on_white(int value, int alpha) {
  return static_cast<std::uint8_t>((value * alpha + 255 * (255 - alpha) + 127) / 255);
}

Tensor to_rgb(const stb::Image& image) {
  const auto [height, width, channels] = image.size;
  const bool has_alpha = channels == 2 || channels == 4, is_grey = channels < 3;
  Tensor rgb({height, width, 3}, DType::uint8);
  std::uint8_t* out = rgb.mutable_data<std::uint8_t>();
  const std::uint8_t* in = image.pixels.get();
  for (Index pixel = 0; pixel < height * width; ++pixel, in += channels, out += 3) {
    const int alpha = has_alpha ? in[channels - 1] : 255;
    for (int c = 0; c < 3; ++c) out[c] = on_white(in[is_grey ? 0 : c], alpha);
  }
  return rgb;
}

// The largest block an honest file needs: a 16-bit RGBA PNG's rows, grown by doubling. JPEG sizes
// are padded to coded units of up to 32 pixels.
std::size_t decoding_budget(const ImageSize& size, std::size_t file_bytes) {
  return static_cast<std::size_t>((size.height + 32) * (size.width + 32) * 20) + 2 * file_bytes;
}

ImageSize checked_size(const Tensor& image, const char* op) {
  check(image.dtype() == DType::uint8 && image.rank() == 3, op,
        ": image must be uint8 [H, W, C], got ", image.dtype(), " ", image.shape());
  check(image.numel() > 0 && (image.dim(2) == 3 || image.dim(2) == 1), op,
        ": image must be [H, W, 3] or [H, W, 1] and not empty, got ", image.shape());
  check(image.dim(0) <= 65'535 && image.dim(1) <= 65'535 && image.numel() < (Index{1} << 30), op,
        ": image is too large: ", image.shape());
  return {image.dim(0), image.dim(1), static_cast<int>(image.dim(2))};
}

}  // namespace

std::vector<std::byte> read_image_bytes(const std::filesystem::path& path,
                                        const ImageLimits& limits) {
  const std::string name = path.string();
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  image_check(std::filesystem::exists(status), name, "expected an image file, found nothing there");
  image_check(!std::filesystem::is_directory(status), name, "expected an image file, got a folder");
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  image_check(file.is_open(), name, "cannot open the file: ", std::strerror(errno));
  const auto size = static_cast<Index>(file.tellg());
  image_check(size > 0, name, "expected an image file, got an empty file");
  image_check(size <= limits.max_file_bytes, name, "expected at most ", limits.max_file_bytes,
              " bytes, got ", size);
  std::vector<std::byte> bytes(static_cast<std::size_t>(size));
  file.seekg(0);
  file.read(reinterpret_cast<char*>(bytes.data()), size);
  image_check(file.gcount() == size, name, "expected ", size, " bytes, could read only ",
              file.gcount());
  return bytes;
}

Tensor decode_image(std::span<const std::byte> bytes, std::string_view name,
                    const ImageLimits& limits) {
  const bool is_png = starts_with(bytes, kPngSignature);
  const bool is_jpeg = starts_with(bytes, kJpegSignature);
  image_check(is_png || is_jpeg, name,
              "expected a PNG or JPEG file, its first bytes are of neither");
  const ImageSize size = is_png ? check_png(bytes, name, limits) : check_jpeg(bytes, name, limits);
  const Tensor image = to_rgb(stb::decode(bytes, name, decoding_budget(size, bytes.size())));
  return turn_upright(image, is_jpeg ? exif_orientation(bytes) : 1);
}

Tensor read_image(const std::filesystem::path& path, const ImageLimits& limits) {
  return decode_image(read_image_bytes(path, limits), path.string(), limits);
}

std::vector<std::byte> encode_png(const Tensor& image) {
  const ImageSize size = checked_size(image, "encode_png");
  return stb::encode_png(image.data<std::uint8_t>(), size);
}

std::vector<std::byte> encode_jpeg(const Tensor& image, int quality) {
  const ImageSize size = checked_size(image, "encode_jpeg");
  check(quality >= 1 && quality <= 100, "encode_jpeg: quality must be 1 to 100, got ", quality);
  return stb::encode_jpeg(image.data<std::uint8_t>(), size, quality);
}

void write_png(const std::filesystem::path& path, const Tensor& image) {
  write_file(path, encode_png(image));
}

}  // namespace mien
