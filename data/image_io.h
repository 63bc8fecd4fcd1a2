#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "data/image_error.h"
#include "tensor/tensor.h"

namespace mien {

/// Reads a PNG or JPEG file, whatever its name ends in, as 8-bit RGB.
///
///   returns uint8 [H, W, 3], values 0 to 255
///
/// Grey is repeated on the three channels, transparency is laid on white, 16-bit values keep their
/// high byte. Photographs whose EXIF remark says that the camera was held sideways are turned
/// upright. Colour profiles are not applied.
/// Throws ImageError, naming the file, for a missing, empty, damaged, truncated, oversized or
/// other kind of file. Structure and checksums are checked before a pixel is decoded.
Tensor read_image(const std::filesystem::path& path, const ImageLimits& limits = {});

/// The same from bytes in memory; `name` stands for the file in errors.
Tensor decode_image(std::span<const std::byte> bytes, std::string_view name,
                    const ImageLimits& limits = {});

/// All bytes of a file. Throws ImageError if it is missing, a folder, empty, or larger than
/// limits.max_file_bytes.
std::vector<std::byte> read_image_bytes(const std::filesystem::path& path,
                                        const ImageLimits& limits = {});

/// Writes uint8 [H, W, 3] or [H, W, 1] as a PNG file; it appears only when it is complete.
/// Throws std::runtime_error naming the file on failure.
void write_png(const std::filesystem::path& path, const Tensor& image);

/// The bytes of a PNG or JPEG file of uint8 [H, W, 3] or [H, W, 1]; quality is 1 to 100.
std::vector<std::byte> encode_png(const Tensor& image);
std::vector<std::byte> encode_jpeg(const Tensor& image, int quality = 95);

}  // namespace mien
