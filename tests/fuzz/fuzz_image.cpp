// Any bytes must either decode or throw ImageError: no crash, no leak, no memory without bound.
#include <algorithm>
#include <cstring>

#include "data/image_io.h"
#include "tensor/crc32.h"

using namespace mien;

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace {

std::uint32_t read_u32(const std::uint8_t* p) {
  return std::uint32_t{p[0]} << 24 | p[1] << 16 | p[2] << 8 | p[3];
}

void write_u32(std::uint8_t* p, std::uint32_t value) {
  for (int i = 0; i < 4; ++i) p[i] = static_cast<std::uint8_t>(value >> (24 - 8 * i));
}

// Makes every chunk's checksum right, so that mutations reach what lies behind the check.
void repair_png(std::uint8_t* data, std::size_t size) {
  if (size < 8 || std::memcmp(data + 1, "PNG", 3) != 0) return;
  std::size_t at = 8;
  while (size - at >= 12) {
    const std::size_t length = read_u32(data + at);
    if (length > size - at - 12) return;
    const std::span<const std::uint8_t> checked(data + at + 4, length + 4);
    write_u32(data + at + 8 + length, crc32(std::as_bytes(checked)));
    at += 12 + length;
  }
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  size = LLVMFuzzerMutate(data, size, max_size);
  if (seed % 8 != 0) repair_png(data, size);
  return size;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ImageLimits limits = {.max_pixels = 1 << 16, .max_side = 2048};
  try {
    const Tensor image = decode_image(std::as_bytes(std::span(data, size)), "input", limits);
    if (image.numel() > 3 * limits.max_pixels) std::abort();
  } catch (const ImageError&) {
    return 0;
  }
  return 0;
}
