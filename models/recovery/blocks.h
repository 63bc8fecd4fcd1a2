#pragma once

#include "layers/batch_norm2d.h"
#include "layers/conv2d.h"
#include "layers/conv_transpose2d.h"

namespace mien {

/// Channels of a network `divisor` times narrower than the paper's, for tests and small machines.
inline Index narrowed(Index channels, Index divisor) {
  return std::max<Index>(1, channels / divisor);
}

/// Convolution, batch norm, leaky ReLU (slope 0 is ReLU).
class ConvBlock : public Module {
 public:
  struct Options {
    Index in_channels = 0, out_channels = 0;
    Index kernel = 3;    ///< odd; padded so that the size stays
    double slope = 0.2;  ///< of the leaky ReLU
  };
  explicit ConvBlock(const Options& options);

  Variable operator()(const Variable& x);

 private:
  Conv2d& conv_;
  BatchNorm2d& norm_;
};

/// Transposed convolution 4x4 with stride 2, which doubles the size, then batch norm and leaky
/// ReLU.
class UpBlock : public Module {
 public:
  struct Options {
    Index in_channels = 0, out_channels = 0;
    double slope = 0.2;
  };
  explicit UpBlock(const Options& options);

  Variable operator()(const Variable& x);

 private:
  ConvTranspose2d& conv_;
  BatchNorm2d& norm_;
};

/// 2x2 max pooling with stride 2.
Variable halve(const Variable& x);
/// Nearest-neighbour upsampling by 2.
Variable twice(const Variable& x);

}  // namespace mien
