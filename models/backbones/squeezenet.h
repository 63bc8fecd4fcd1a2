#pragma once

#include "layers/conv2d.h"

namespace mien {

/// Squeezes maps to few channels, then expands them by 1x1 and 3x3 filters side by side:
///
///   s = relu(conv1(x))      y = relu(conv1(s)) joined to relu(conv3(s))
class Fire : public Module {
 public:
  struct Options {
    Index in_channels = 0, squeezed = 0, expanded = 0;  ///< y has twice `expanded` channels
  };
  explicit Fire(const Options& options);

  Variable operator()(const Variable& x) const;

 private:
  Conv2d &squeeze_, &expand1x1_, &expand3x3_;
};

/// The convolutions of SqueezeNet 1.1, for LPIPS.
///
///   x  [N, H, W, 3], normalised as the caller likes
///   returns seven maps: behind conv1, and behind fire2, fire4, 6, 7, 8 and 9 of the paper's count
///
///   0   conv3 s2 unpadded, ReLU     64      9   fire 48, 192    384
///   3   fire 16, 64                128      10  fire 48, 192    384
///   4   fire 16, 64                128      11  fire 64, 256    512
///   6   fire 32, 128               256      12  fire 64, 256    512
///   7   fire 32, 128               256
///
/// 3x3 max pooling with stride 2, hanging over the border, stands before 3, 6 and 9. The names are
/// torchvision's numbers. Taps are behind 0, 4, 7, 9, 10, 11 and 12. 722,496 parameters.
/// Iandola et al., "SqueezeNet", 2016, and its version 1.1.
class SqueezeNet : public Module {
 public:
  SqueezeNet();

  std::vector<Variable> operator()(const Variable& x) const;

 private:
  Conv2d& conv_;
  std::vector<Fire*> fires_;
};

}  // namespace mien
