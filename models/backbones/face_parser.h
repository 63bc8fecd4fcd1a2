#pragma once

#include <filesystem>
#include <functional>

#include "autograd/variable.h"

namespace mien {

/// A parser of faces as the programs use it, whichever network a file holds.
struct FaceParser {
  /// x [N, side, side, 3] in [-1, 1], RGB, to the probabilities of the eight parts of `eight_parts`
  /// at each pixel, [N, side, side, 8]. Safe to be called from several threads.
  std::function<Variable(const Variable& x)> parts;
  Index side = 0;  ///< of the images it was trained on
};

/// Reads the weights of a `ParsingUNet` or a `BiSeNet`, told apart by the names of their tensors.
/// Frozen. Throws SafetensorsError, or std::invalid_argument naming the file, if it holds neither
/// or something is missing.
FaceParser load_face_parser(const std::filesystem::path& path);

}  // namespace mien
