#pragma once

#include "layers/conv2d.h"
#include "layers/conv_transpose2d.h"
#include "layers/dropout.h"
#include "models/norm.h"

namespace mien {

/// Convolution 4x4 with stride 2, which halves the size, a norm, and a leaky ReLU before or behind
/// them. A map that the next stage and a decoder read is rectified behind: relu(leaky_relu(x)) is
/// relu(x), and so one map serves both.
class UNetDown : public NormedModule {
 public:
  enum class Rectifier { none, before, behind };
  struct Options {
    Index in_channels = 0, out_channels = 0;
    Rectifier rectifier = Rectifier::behind;
    NormKind norm = NormKind::batch;
    double slope = 0.2;  ///< of the leaky ReLU
  };
  static Rectifier behind_if(bool condition) {
    return condition ? Rectifier::behind : Rectifier::none;
  }
  explicit UNetDown(const Options& options);

  Variable operator()(const Variable& x) { return (*this)(std::vector{x}); }
  /// Some maps side by side, which have in_channels channels together.
  Variable operator()(std::vector<Variable> maps);

 private:
  double slope_before_;
  Conv2d& conv_;
  Norm norm_;
};

/// Some maps side by side, ReLU, transposed convolution 4x4 with stride 2, which doubles the size,
/// a norm, dropout.
class UNetUp : public NormedModule {
 public:
  struct Options {
    Index in_channels = 0, out_channels = 0;
    NormKind norm = NormKind::batch;
    double dropout = 0;
  };
  explicit UNetUp(const Options& options);

  /// `maps` have in_channels channels together.
  Variable operator()(std::vector<Variable> maps);

 private:
  ConvTranspose2d& conv_;
  Norm norm_;
  Dropout& dropout_;
};

/// A decoder: each stage, the deepest first, sees what the one before it made beside the encoder's
/// map of its size, the last of `maps`; the first stage that map alone.
Variable decode(const std::vector<UNetUp*>& stages, std::vector<Variable> maps);

/// The generator of pix2pix: an encoder down to one pixel and a decoder, which at each size sees
/// the encoder's maps as well. In training it draws dropout masks, so a RandomStep must live.
///
///   x  [N, S, S, in] in [-1, 1]      returns [N, S, S, out] in [-1, 1]
///
/// d1 ... dL with L = log2(S): width, 2 width, 4 width, then 8 width channels; no norm in d1 and in
/// dL, whose map is one pixel. uL ... u1 mirror them: u_k reads the output of u_{k+1} beside that
/// of d_k. No norm in u1. 41,833,475 parameters at 128x128, 54,419,459 at 256x256.
///
/// Weights start normal (0, 0.02), biases at 0, the norm's weights normal (1, 0.02). Batch norm
/// uses the batch's statistics in evaluation too. Isola et al., "Image-to-Image Translation with
/// Conditional Adversarial Networks", CVPR 2017.
class UNet : public Module {
 public:
  struct Options {
    Index size = 128;  ///< S, a power of two from 8 to 256
    Index in_channels = 3, out_channels = 3;
    Index width = 64;
    double dropout = 0.5;  ///< of the first three stages of the decoder
  };
  /// Throws std::invalid_argument for another size, or widths that are not positive.
  explicit UNet(const Options& options);

  Variable operator()(const Variable& x);

 private:
  Shape image_;  // of one input
  std::vector<UNetDown*> down_;
  std::vector<UNetUp*> up_;  // the deepest first
};

}  // namespace mien
