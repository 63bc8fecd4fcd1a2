#pragma once

#include <filesystem>
#include <memory>

#include "models/backbones/conv_norm.h"

namespace mien {

/// MobileFaceNet: a small descriptor of faces.
///
///   x  [N, 112, 112, 3] in [-1, 1], RGB, the eyes, nose and mouth where ArcFace wants them
///   returns [N, 128] of length 1: the cosine of two tells how alike two faces are
///
///   conv1     conv3 s2, 64 @ 56             features.6-11   128 @ 14
///   dw_conv   depthwise and 1x1, 64 @ 56    features.12     128 @ 7
///   features.0-4   64 @ 28                  features.13-14  128 @ 7
///   features.5    128 @ 14                  conv2           512 @ 7
///                                           gdconv, conv3, bn   128 @ 1
///
/// features are inverted residuals. The input is normalised by ImageNet's mean and deviation. For
/// evaluation mode: batch norm has its running statistics. Names are those of the published
/// weights. Chen et al., "MobileFaceNets", 2018.
class MobileFaceNet : public Module {
 public:
  MobileFaceNet();

  Variable operator()(const Variable& x);

 private:
  ConvNorm &conv1_, &depthwise_, &pointwise_;
  std::vector<InvertedResidual*> blocks_;
  ConvNorm &conv2_, &global_;
  Conv2d& conv3_;
  BatchNorm2d& bn_;
};

/// Reads published weights; frozen, in evaluation mode. Throws SafetensorsError or
/// std::invalid_argument naming the file.
std::unique_ptr<MobileFaceNet> load_mobile_face_net(const std::filesystem::path& path);

}  // namespace mien
