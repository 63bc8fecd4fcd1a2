#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>

#include "layers/module.h"

namespace mien {

/// Where the centres of the eyes lie in upright faces, as fractions of a picture's side.
struct Eyes {
  double left = 0, right = 0;  ///< from the left edge, as one looks at it
  double height = 0;           ///< from the top edge
};

/// A network that tells people apart as the programs use it, whichever one a file holds.
struct FaceDescriptor {
  /// x [N, side, side, 3] in [-1, 1], RGB, to [N, D], descriptors of length 1: the nearer two are,
  /// the more alike the faces. Safe to be called from several threads.
  std::function<Variable(const Variable& x)> describe;
  Index side = 0;
  std::optional<Eyes> eyes;         ///< where it wants them; without, it takes pictures as they are
  std::shared_ptr<Module> network;  ///< to move to a device
};

/// Reads the weights of a `MobileFaceNet` or of VGG-Face (`VggDescriptor`), told apart by the names
/// of their tensors. Frozen. Throws SafetensorsError, or std::invalid_argument naming the file, if
/// it holds neither or something is missing.
FaceDescriptor load_face_descriptor(const std::filesystem::path& path);

}  // namespace mien
