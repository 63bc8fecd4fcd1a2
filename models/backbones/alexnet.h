#pragma once

#include "layers/conv2d.h"

namespace mien {

/// The convolutions of AlexNet, for LPIPS.
///
///   x  [N, H, W, 3], normalised as the caller likes      returns five maps, each behind its ReLU
///
///   features.0  conv11 s4 p2   3 -> 64       features.6   conv3 192 -> 384
///   features.3  conv5 p2      64 -> 192      features.8   conv3 384 -> 256
///                                            features.10  conv3 256 -> 256
///
/// 3x3 max pooling with stride 2 stands before features.3 and features.6. Names and widths are
/// torchvision's. 2,469,696 parameters. Krizhevsky, "One weird trick for parallelizing
/// convolutional neural networks", 2014.
class AlexNet : public Module {
 public:
  AlexNet();

  std::vector<Variable> operator()(const Variable& x) const;

 private:
  std::vector<Conv2d*> convolutions_;
};

}  // namespace mien
