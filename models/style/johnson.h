#pragma once

#include <vector>

#include "layers/conv2d.h"
#include "layers/conv_transpose2d.h"
#include "layers/instance_norm2d.h"
#include "models/style/style_network.h"

namespace mien {

/// The image transformation network of Johnson et al. with instance norm, as its authors published
/// it: at width 16 half as wide as in the paper, 424,899 parameters.
///
/// Its residual blocks convolve without padding; reflecting 40 pixels beforehand makes up for the
/// 10 pixels they lose on a grid of every fourth.
/// Johnson, Alahi and Fei-Fei, "Perceptual Losses for Real-Time Style Transfer and
/// Super-Resolution", ECCV 2016; Ulyanov et al., "Instance Normalization", 2016.
class JohnsonNetwork : public StyleNetwork {
 public:
  JohnsonNetwork(Index width, const PixelRange& range);

  const char* description() const override { return "Johnson et al., instance norm"; }
  Index least_side() const override { return kBorder + 1; }

 protected:
  Variable paint(const Variable& x) const override;

 private:
  static constexpr Index kBorder = 40;
  struct Block {
    Conv2d& conv1;
    InstanceNorm2d& in1;
    Conv2d& conv2;
    InstanceNorm2d& in2;
  };

  Conv2d& conv(const std::string& name, Index in, Index out, Index kernel, Index stride,
               Index padding);
  ConvTranspose2d& up(const std::string& name, Index in, Index out);
  InstanceNorm2d& norm(const std::string& name, Index channels);
  Block block(const std::string& name, Index channels);
  static Variable residual(const Block& block, const Variable& x);

  Index width_;
  Conv2d& conv1_ = conv("conv1", 3, width_, 9, 1, 4);
  InstanceNorm2d& in1_ = norm("in1", width_);
  Conv2d& conv2_ = conv("conv2", width_, 2 * width_, 3, 2, 1);
  InstanceNorm2d& in2_ = norm("in2", 2 * width_);
  Conv2d& conv3_ = conv("conv3", 2 * width_, 4 * width_, 3, 2, 1);
  InstanceNorm2d& in3_ = norm("in3", 4 * width_);
  std::vector<Block> blocks_;
  ConvTranspose2d& up1_ = up("up1", 4 * width_, 2 * width_);
  InstanceNorm2d& up_in1_ = norm("up_in1", 2 * width_);
  ConvTranspose2d& up2_ = up("up2", 2 * width_, width_);
  InstanceNorm2d& up_in2_ = norm("up_in2", width_);
  Conv2d& conv_out_ = conv("conv_out", width_, 3, 9, 1, 4);
};

}  // namespace mien
