#pragma once

#include "layers/conv2d.h"
#include "layers/conv_transpose2d.h"
#include "layers/dropout.h"
#include "layers/instance_norm2d.h"
#include "layers/spatial_attention.h"
#include "models/norm.h"

namespace mien {

/// y = relu(x + conv3(relu(conv3(x)))), each convolution with batch norm behind it if so wished.
///
///   x  [N, H, W, C]      returns the same shape
///
/// The convolutions have no bias. He et al., "Deep Residual Learning", CVPR 2016.
class ChanResidual : public NormedModule {
 public:
  struct Options {
    Index channels = 0;
    bool norm = true;
  };
  explicit ChanResidual(const Options& options);

  Variable operator()(const Variable& x);

 private:
  Conv2d &first_, &second_;
  Norm first_norm_, second_norm_;
};

/// A transformer-like exchange between the encoder's map x and the decoder's map y of its size:
///
///   a = IN(attend(x))      b = IN(a + conv3(a))      c = IN(attend(y))
///   d = IN(attend(b to c) + y)      e = IN(d + c)      returns IN(e + conv3(e))
///
///   x, y  [N, H, W, C]      returns the same shape; IN is instance norm
///
/// The cross attention compares pixels by b and gathers c; see SpatialAttention.
class ChanTransformer : public Module {
 public:
  struct Options {
    Index channels = 0;
  };
  explicit ChanTransformer(const Options& options);

  Variable operator()(const Variable& x, const Variable& y) const;

 private:
  SpatialAttention &of_encoder_, &of_decoder_, &across_;
  Conv2d &encoder_conv_, &conv_;
  InstanceNorm2d& norm_;  // one serves all: it has no parameters
};

/// The generator of CHAN: a U-Net and a detail branch, mixed by a gate.
///
///   x  [N, S, S, in] in [-1, 1]      returns [N, S, S, out] in [-1, 1]
///
/// Sizes at 256x256; behind each convolution batch norm (not in en1, en8 and d1) and leaky ReLU
/// (0.2) on the way down, ReLU on the way up:
///
///   en1   64 @ 128    en4  512 @ 16    en7  512 @ 2          conv4 s2
///   en2  128 @ 64     en5  512 @ 8     en8  512 @ 1
///   en3  256 @ 32     en6  512 @ 4     bottom1 - bottom3     residual, without norm
///
///   de1  512 @ 2      de4  512 @ 16    de7   64 @ 128        deconv4 s2, each then joined to the
///   de2  512 @ 4      de5  256 @ 32                          encoder's map of its size; dropout in
///   de3  512 @ 8      de6  128 @ 64, ta                      de2 to de4
///
///   d1    64 @ 128  conv4 s2     d2  128 @ 128  conv3     detail1 - detail3  residual
///   gate    1 @ 128              mixed = detail (1 - gate) + u gate
///   body1 - body9  128 @ 128     residual                 de8  out @ 256  deconv4 s2, tanh
///
/// In training it draws dropout masks, so a RandomStep must live. CHAN's code: Gao et al.,
/// "Complementary, Heterogeneous and Adversarial Networks for Image-to-Image Translation", IEEE
/// Transactions on Image Processing 2021.
class Chan : public NormedModule {
 public:
  struct Options {
    /// S, a power of two from 16 to 256; smaller ones have fewer 512-wide levels.
    Index size = 256;
    Index in_channels = 1, out_channels = 3;
    Index width = 64;
    double dropout = 0.5;
  };
  /// Throws std::invalid_argument for another size, or widths that are not positive.
  explicit Chan(const Options& options);

  Variable operator()(const Variable& x);

 private:
  struct Down {
    Conv2d* conv;
    Norm norm;
  };
  struct Up {
    ConvTranspose2d* conv;
    Norm norm;
    Dropout* dropout;
  };
  Variable u_branch(const Variable& x);
  Variable detail_branch(const Variable& x);

  Options options_;
  std::vector<Down> encoder_;
  std::vector<Up> decoder_;  // the deepest first
  std::vector<ChanResidual*> bottom_, details_, body_;
  ChanTransformer* transformer_;
  Conv2d *detail_conv1_, *detail_conv2_, *gate_;
  Norm detail_norm_;
  ConvTranspose2d* last_;
};

/// The discriminator of CHAN, which judges maps of four scales at once.
///
///   maps  [N, S, S, ...], condition and image, `in` channels together; S a multiple of 32
///   returns logits [N, S/32 - 1, S/32 - 1, 1]
///
/// c1 to c4, conv4 s2 with instance norm (not in c1) and leaky ReLU (0.2): 64, 128, 256, 512
/// channels down to S/16. At S/32 the maps of c2, c3 and c4, averaged over 8x8, 4x4 and 2x2 pixels
/// and normalised, join c5, conv3 s2 512 -> 512 of c4's: 1,408 channels, of which `last`, conv4,
/// makes the logits.
class ChanDiscriminator : public Module {
 public:
  struct Options {
    Index in_channels = 4;
    Index width = 64;
  };
  explicit ChanDiscriminator(const Options& options);

  Variable operator()(const std::vector<Variable>& maps) const;

 private:
  Conv2d &c1_, &c2_, &c3_, &c4_, &c5_, &last_;
};

}  // namespace mien
