#pragma once

#include <optional>

#include "layers/batch_norm2d.h"
#include "layers/conv2d.h"
#include "layers/conv_transpose2d.h"

namespace mien {

/// Convolution, perhaps of an enlarged image, batch norm, leaky ReLU (slope 0 is ReLU).
class ConvBlock : public Module {
 public:
  struct Options {
    Index in_channels = 0, out_channels = 0;
    Index kernel = 3;
    Index stride = 1;
    std::optional<Index> padding = {};  ///< kernel / 2 without it: odd kernels keep the size
    Index upsample = 1;                 ///< how often each pixel is repeated beforehand
    double slope = 0.2;                 ///< of the leaky ReLU
  };
  explicit ConvBlock(const Options& options);

  Variable operator()(const Variable& x);

 private:
  Conv2d& conv_;
  BatchNorm2d& norm_;
};

/// The block behind a nearest-neighbour upsampling by 2, which its convolution does on the way.
inline ConvBlock::Options enlarged(ConvBlock::Options options) {
  options.upsample = 2;
  return options;
}

/// Transposed convolution, 4x4 with stride 2 and so doubling the size, then batch norm and leaky
/// ReLU.
class UpBlock : public Module {
 public:
  struct Options {
    Index in_channels = 0, out_channels = 0;
    Index kernel = 4, stride = 2, padding = 1;
    double slope = 0.2;  ///< of the leaky ReLU
  };
  explicit UpBlock(const Options& options);

  Variable operator()(const Variable& x);

 private:
  ConvTranspose2d& conv_;
  BatchNorm2d& norm_;
};

/// y = x + conv1(ReLU(norm2(conv3(ReLU(norm1(x)))))): what a skip connection passes through on its
/// way to the decoder. The channels stay.
///
/// The group's released code (joint face frontalisation and hallucination); He et al., "Identity
/// Mappings in Deep Residual Networks", ECCV 2016.
class PreActivationBlock : public Module {
 public:
  struct Options {
    Index channels = 0;
  };
  explicit PreActivationBlock(const Options& options);

  Variable operator()(const Variable& x);

 private:
  BatchNorm2d& norm1_;  // each with its ReLU
  Conv2d& conv1_;       // 3x3
  BatchNorm2d& norm2_;
  Conv2d& conv2_;  // 1x1
};

/// 2x2 max pooling with stride 2.
Variable halve(const Variable& x);
/// Nearest-neighbour upsampling by 2.
Variable twice(const Variable& x);

}  // namespace mien
