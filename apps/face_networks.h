#pragma once

#include <filesystem>
#include <functional>

#include "tensor/tensor.h"

namespace mien {

/// What a network finds out about the picture of a face, uint8 [S, S, 3]. Safe to be called from
/// several threads.
using FaceFinding = std::function<Tensor(const Tensor& image)>;

/// Parsings, uint8 [S, S], each pixel a FaceClass, by a network of models/backbones/face_parser.h.
///
/// The picture is brought to the size the network was trained at; the probabilities of the parts
/// are brought back, and the largest one counts.
/// Throws as load_face_parser does.
FaceFinding load_parsing(const std::filesystem::path& weights);

/// The 68 landmarks, float32 [68, 2], (x, y) in pixels, by a LandmarkNet.
///
/// The network wants a face that fills its picture. It first looks at all of the image, then at
/// the square around the landmarks it found, 1.1 times as wide as they are high or wide.
/// What lies outside the image looks like its edge. Throws as load_landmark_net does.
FaceFinding load_landmarks(const std::filesystem::path& weights);

}  // namespace mien
