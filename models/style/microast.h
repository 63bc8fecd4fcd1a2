#pragma once

#include <vector>

#include "layers/conv2d.h"
#include "models/style/style_network.h"

namespace mien {

/// MicroAST: a small network that paints in the style of any picture it is shown. At width 16:
/// 471,987 parameters.
///
/// Two encoders of one kind describe photo and style picture at two depths. A modulator turns the
/// picture's features into a factor a and a summand b per channel and depth, which replace a
/// convolution K(x) in the decoder's residual blocks by a K(x) + b x; before each such block the
/// photo's features get the mean and standard deviation of the picture's.
/// Wang et al., "MicroAST: Towards Super-Fast Ultra-Resolution Arbitrary Style Transfer", AAAI
/// 2023.
class MicroAstNetwork : public StyleNetwork {
 public:
  MicroAstNetwork(Index width, const PixelRange& range);

  /// Shows the style picture, [1, H, W, 3] in [-1, 1], sides at least 16. It is remembered as a few
  /// numbers per channel. The size matters: strokes become as large as they are in the picture.
  void set_picture(const Variable& picture);

  const char* description() const override { return "MicroAST"; }
  Index least_side() const override { return 8; }

 protected:
  /// Throws std::invalid_argument before a picture was shown.
  Variable paint(const Variable& x) const override;

 private:
  /// A convolution of an image continued by reflection, so that the size stays.
  class ReflectConv : public Module {
   public:
    using Options = Conv2d::Options;
    explicit ReflectConv(const Options& options);
    Variable operator()(const Variable& x) const;

   private:
    Index padding_;
    Conv2d& conv_;
  };

  struct Block {
    ReflectConv& conv1;
    ReflectConv& conv2;
  };
  struct Encoder {
    ReflectConv &stem, &down1, &point1, &down2, &point2;
    Block block1, block2;
  };
  struct Features {
    Variable shallow, deep;
  };
  struct Signals {
    Variable mean, deviation, factor, summand;  // [C] each
  };

  ReflectConv& conv(const std::string& name, Index in, Index out, Index kernel, Index stride = 1,
                    Index groups = 1);
  Block block(const std::string& name);
  Encoder encoder(const std::string& name);
  Features encode(const Encoder& encoder, const Variable& x) const;
  Signals signals(const Variable& features, const ReflectConv& factor,
                  const ReflectConv& summand) const;
  static Variable restyled(const Variable& x, const Signals& style);
  static Variable modulated(const Block& block, const Variable& x, const Signals& style);

  Index width_;
  Encoder content_encoder_ = encoder("content_encoder"), style_encoder_ = encoder("style_encoder");
  ReflectConv &factor1_, &summand1_, &factor2_, &summand2_;
  Block dec1_ = block("decoder.dec1"), dec2_ = block("decoder.dec2");
  ReflectConv &up1_, &point1_, &up2_, &point2_, &out_;
  Signals shallow_, deep_;
};

}  // namespace mien
