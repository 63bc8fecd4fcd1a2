#pragma once

#include <filesystem>
#include <memory>

#include "models/style/style_network.h"

namespace mien {

/// Reads a style network from a safetensors file, ready to use: frozen, in evaluation mode.
///
/// Names and shapes of the tensors tell which network it is and how wide, the metadata string
/// "input" which pixels it wants (see parse_pixel_range). `picture`, uint8 [H, W, 3], is what a
/// MicroAST network shall paint like; the others hold their style and take none.
/// Throws std::invalid_argument naming the file for weights of anything else, missing or wrong
/// tensors or metadata, and a picture that is missing or too many; SafetensorsError or FileError if
/// the file cannot be read.
std::unique_ptr<StyleNetwork> load_style(const std::filesystem::path& path,
                                         const Tensor& picture = {});

}  // namespace mien
