#pragma once

#include "layers/conv2d.h"
#include "models/norm.h"

namespace mien {

/// The discriminator of pix2pix: judges every patch of an image, seeing nothing beyond it.
///
///   x  [N, H, W, in]      returns logits [N, H', W', 1], one per patch
///
///   c1           conv4 s2   in -> width                                leaky ReLU
///   c2 ... cn    conv4 s2   twice as many, at most 8 width     norm    leaky ReLU
///   c(n+1)       conv4 s1   twice as many, at most 8 width     norm    leaky ReLU
///   c(n+2)       conv4 s1   1
///
/// Slopes are 0.2. Patches overlap and measure 16 pixels for n = 1, 34 for 2, 70 for 3, 142 for 4,
/// 286 for 5. An image of 256x256 has 30x30 logits at n = 3 and 126x126 at n = 1. With 6 input
/// channels and n = 3 there are 2,769,601 parameters.
///
/// Weights start normal (0, 0.02), biases at 0, the norms' weights normal (1, 0.02). A condition
/// comes beside the image, as maps of their own. Isola et al., "Image-to-Image Translation with
/// Conditional Adversarial Networks", CVPR 2017, section 3.2.2 and its code.
class PatchGan : public NormedModule {
 public:
  struct Options {
    Index in_channels = 0;
    int layers = 3;  ///< n, 1 to 5
    Index width = 64;
    Index padding = 1;  ///< of every convolution; 2 in the code of SCA-GAN
    NormKind norm = NormKind::batch;
  };
  /// Throws std::invalid_argument for numbers out of range.
  explicit PatchGan(const Options& options);

  /// Throws std::invalid_argument for an image too small for one patch.
  Variable operator()(const Variable& x) { return (*this)(std::vector{x}); }
  /// Some maps side by side, which have `in` channels together.
  Variable operator()(const std::vector<Variable>& maps);

  /// The smallest side of an image that leaves one logit.
  Index smallest_side() const;

 private:
  struct Stage {
    Conv2d* conv;
    Norm norm;
  };
  void add_stage(Index in, Index out, Index stride, NormKind norm, double slope);

  Options options_;
  std::vector<Stage> stages_;
};

}  // namespace mien
