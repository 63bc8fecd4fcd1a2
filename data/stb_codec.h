#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "data/image_error.h"

/// The only door to stb_image. Callers have validated the bytes: stb_image trusts its input.
namespace mien::stb {

struct FreePixels {
  void operator()(std::uint8_t* pixels) const;
};

/// Interleaved 8-bit pixels, `size.channels` (1 to 4: grey, grey-alpha, RGB, RGBA) each.
struct Image {
  std::unique_ptr<std::uint8_t[], FreePixels> pixels;
  ImageSize size;
};

/// Decodes PNG or JPEG. No single allocation exceeds `max_allocation` bytes.
/// Throws ImageError with the decoder's reason.
Image decode(std::span<const std::byte> bytes, std::string_view name, std::size_t max_allocation);

std::vector<std::byte> encode_png(const std::uint8_t* pixels, const ImageSize& size);
std::vector<std::byte> encode_jpeg(const std::uint8_t* pixels, const ImageSize& size, int quality);

}  // namespace mien::stb
