#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "data/image_error.h"

namespace mien {

/// Proves that a JPEG file is whole before anything decodes it; returns the size its header states.
///
/// Checked: every segment's length; Huffman tables (at most 256 codes, no more than fit) and
/// quantisers; the frame's size (against `limits`), components and sampling factors; that each
/// scan names components and tables that exist; every Huffman code of every scan
/// (jpeg_entropy.h); that all components came and the end marker follows. Bytes after the end
/// marker are ignored: cameras store previews there.
///
/// Baseline, extended sequential and progressive files of 8 bits with 1, 3 or 4 components are
/// known; arithmetic coding, lossless and hierarchical files are refused by name.
/// Throws ImageError naming `name`, what was expected and what came. ITU-T T.81, Annex B.
ImageSize check_jpeg(std::span<const std::byte> bytes, std::string_view name,
                     const ImageLimits& limits = {});

}  // namespace mien
