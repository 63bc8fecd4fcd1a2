#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "data/image_error.h"

namespace mien {

/// Proves that a PNG file is whole before anything decodes it; returns the size its header states.
///
/// Checked: the signature; every chunk's length, place and CRC-32; the header's size (against
/// `limits`), depth, colour type and methods; palette and transparency where the colour type wants
/// them; that there is image data and an end chunk. Bytes after the end chunk are ignored.
/// Throws ImageError naming `name`, what was expected and what came.
/// PNG specification, second edition (ISO/IEC 15948), sections 5 and 11.
ImageSize check_png(std::span<const std::byte> bytes, std::string_view name,
                    const ImageLimits& limits = {});

}  // namespace mien
