#include "data/stb_codec.h"

#include <cstdlib>
#include <limits>

namespace {

// A small file can ask for gigabytes (a PNG's compressed stream may be any length), so the bound
// sits where the memory is asked for.
thread_local std::size_t allocation_limit = 0;

void* bounded_malloc(std::size_t size) {
  return size <= allocation_limit ? std::malloc(size) : nullptr;
}

void* bounded_realloc(void* block, std::size_t size) {
  return size <= allocation_limit ? std::realloc(block, size) : nullptr;
}

}  // namespace

#define STB_IMAGE_IMPLEMENTATION
#define STB_IMAGE_STATIC
#define STBI_ONLY_JPEG
#define STBI_ONLY_PNG
#define STBI_NO_STDIO
#define STBI_MAX_DIMENSIONS 65535
#define STBI_MALLOC(size) bounded_malloc(size)
#define STBI_REALLOC(block, size) bounded_realloc(block, size)
#define STBI_FREE(block) std::free(block)
#include <stb/stb_image.h>

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC
#define STBI_WRITE_NO_STDIO
#include <stb/stb_image_write.h>

namespace mien::stb {
namespace {

void append(void* out, void* bytes, int count) {
  auto& buffer = *static_cast<std::vector<std::byte>*>(out);
  const auto* first = static_cast<const std::byte*>(bytes);
  buffer.insert(buffer.end(), first, first + count);
}

}  // namespace

void FreePixels::operator()(std::uint8_t* pixels) const { std::free(pixels); }

Image decode(std::span<const std::byte> bytes, std::string_view name, std::size_t max_allocation) {
  image_check(bytes.size() <= std::size_t(std::numeric_limits<int>::max()), name,
              "expected a file below 2 GiB, got ", bytes.size(), " bytes");
  allocation_limit = max_allocation;
  int width = 0, height = 0, channels = 0;
  Image image;
  image.pixels.reset(::stbi_load_from_memory(reinterpret_cast<const stbi_uc*>(bytes.data()),
                                             static_cast<int>(bytes.size()), &width, &height,
                                             &channels, 0));
  image_check(image.pixels != nullptr, name,
              "expected intact image data, the decoder reports: ", ::stbi_failure_reason());
  image.size = {height, width, channels};
  return image;
}

std::vector<std::byte> encode_png(const std::uint8_t* pixels, const ImageSize& size) {
  std::vector<std::byte> file;
  const int width = static_cast<int>(size.width), height = static_cast<int>(size.height);
  const int stride = width * size.channels;
  const int ok =
      ::stbi_write_png_to_func(append, &file, width, height, size.channels, pixels, stride);
  check(ok != 0, "encode_png: out of memory for ", size.width, "x", size.height, " pixels");
  return file;
}

std::vector<std::byte> encode_jpeg(const std::uint8_t* pixels, const ImageSize& size, int quality) {
  std::vector<std::byte> file;
  const int width = static_cast<int>(size.width), height = static_cast<int>(size.height);
  const int ok =
      ::stbi_write_jpg_to_func(append, &file, width, height, size.channels, pixels, quality);
  check(ok != 0, "encode_jpeg: cannot encode ", size.width, "x", size.height, " pixels");
  return file;
}

}  // namespace mien::stb
