#pragma once

#include <vector>

#include "models/style/style_network.h"

namespace mien {

/// A relative of JohnsonNetwork from TensorFlow: zero padding as "SAME" has it, nearest-neighbour
/// upsampling in place of transposed convolutions, and an instance norm that adds 10^-3 to the
/// standard deviation, also after the last convolution. At width 8: 108,777 parameters.
class TensorflowSameNetwork : public StyleNetwork {
 public:
  TensorflowSameNetwork(Index width, const PixelRange& range);

  const char* description() const override { return "TensorFlow SAME, instance norm"; }
  Index least_side() const override { return 4; }

 protected:
  Variable paint(const Variable& x) const override;

 private:
  /// Convolution and instance norm, whose parameters share a name in the files.
  class ConvNorm : public Module {
   public:
    struct Options {
      Index in_channels = 0, out_channels = 0, kernel = 3, stride = 1;
    };
    explicit ConvNorm(const Options& options);
    Variable operator()(const Variable& x) const;

   private:
    Index kernel_, stride_;
    Variable &weight_, &bias_, &gamma_, &beta_;
  };

  Index width_;
  ConvNorm& conv1_ = add<ConvNorm>("conv1", {3, width_, 9});
  ConvNorm& conv2_ = add<ConvNorm>("conv2", {width_, 2 * width_, 3, 2});
  ConvNorm& conv3_ = add<ConvNorm>("conv3", {2 * width_, 4 * width_, 3, 2});
  std::vector<std::pair<ConvNorm*, ConvNorm*>> blocks_;
  ConvNorm& upconv1_ = add<ConvNorm>("upconv1", {4 * width_, 2 * width_});
  ConvNorm& upconv2_ = add<ConvNorm>("upconv2", {2 * width_, width_});
  ConvNorm& conv_out_ = add<ConvNorm>("conv_out", {width_, 3, 9});
};

}  // namespace mien
