#pragma once

#include <filesystem>
#include <memory>

#include "layers/linear.h"
#include "models/backbones/conv_norm.h"

namespace mien {

/// A regressor of 68 landmarks: PFLD with fewer convolutions, as published.
///
///   x  [N, 112, 112, 3] in [-1, 1], RGB, a face with some margin
///   returns [N, 68, 2], (x, y) as shares of the image's width and height, 0 at its left or upper
///   border, 1 at the other
///
///   conv1, dw_pool, conv1_extra   64 @ 56      conv5_1, block5_2-6  128 @ 14
///   conv3_1, block3_2-5           64 @ 28      conv6_1               16 @ 14
///   conv4_1                      128 @ 14      conv7, conv8          32 @ 7, 128 @ 1
///
/// Blocks are inverted residuals; the means of conv6_1 and conv7 join conv8 before `fc`. For
/// evaluation mode. Guo et al., "PFLD: A Practical Facial Landmark Detector", 2019; the variant is
/// that of the published weights, whose names it has.
class LandmarkNet : public Module {
 public:
  LandmarkNet();

  Variable operator()(const Variable& x);

 private:
  Conv2d& conv1_;
  BatchNorm2d& bn1_;
  Conv2d& dw_pool_;
  BatchNorm2d& dw_bn_;
  Conv2d& conv1_extra_;
  std::vector<InvertedResidual*> blocks_;
  ConvNorm& conv7_;
  Conv2d& conv8_;
  Linear& fc_;
};

/// Reads published weights; frozen, in evaluation mode. Throws SafetensorsError or
/// std::invalid_argument naming the file.
std::unique_ptr<LandmarkNet> load_landmark_net(const std::filesystem::path& path);

}  // namespace mien
