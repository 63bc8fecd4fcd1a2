#pragma once

#include <filesystem>
#include <optional>

#include "metrics/measures.h"
#include "models/backbones/face_descriptor.h"
#include "tensor/device.h"

namespace mien {

/// Networks with published weights, as metrics want them. All compute on `device`; what they find
/// is on the host.

/// The descriptors of faces, [N, D]. The network sees the square in which the eyes, which lie at
/// `eyes` in the images, lie where it wants them; all of each image if it does not say where.
DescribeImages describe_faces(const FaceDescriptor& descriptor, const std::optional<Eyes>& eyes,
                              Device device);

/// The features of FID, [N, 2048]. Throws as load_inception does.
DescribeImages load_inception_features(const std::filesystem::path& weights, Device device);

/// A learned perceptual distance, and the name of its network: of what `heads` holds, or, if
/// `features` names a file, of the AlexNet or VGG-16 there. Throws as Lpips does.
struct PerceptualNetwork {
  CompareImages distance;
  std::string name;
};
PerceptualNetwork load_lpips(const std::filesystem::path& heads,
                             const std::filesystem::path& features, Device device);

}  // namespace mien
