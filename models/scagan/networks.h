#pragma once

#include "models/unet/networks.h"

namespace mien {

/// A U-Net with two encoders: a face on one side, its parsing on the other.
///
///   face     [N, S, S, face_channels]      parsing  [N, S, S, parsing_channels]
///   returns  [N, S, S, out] in [-1, 1]
///
/// Each encoder, `face` and `parsing`, at 256x256, conv4 s2 with batch norm but in e1 and e8:
///
///   e1   64 @ 128      e4  512 @ 16       e7  512 @ 2
///   e2  128 @ 64       e5  512 @ 8        e8  512 @ 1
///   e3  256 @ 32       e6  512 @ 4
///
/// and one decoder, deconv4 s2, which sees both encoders' maps of its input's size:
///
///   d8   512 @ 2       d5  512 @ 16       d2   64 @ 128
///   d7   512 @ 4       d4  256 @ 32       d1  out @ 256, tanh
///   d6   512 @ 8       d3  128 @ 64
///
/// Stages are those of UNet. Batch norm uses the batch's statistics in evaluation too, as the code
/// does. Both stages of SCA-GAN are such networks: the first sees the face and its parsing, the
/// second the face joined to the first one's result. CA-GAN is the first stage alone.
/// Yu et al., "Toward Realistic Face Photo-Sketch Synthesis via Composition-Aided GANs", IEEE
/// Transactions on Cybernetics 2020, and its code.
class TwoEncoderUNet : public Module {
 public:
  struct Options {
    Index size = 256;  ///< S, a power of two from 8 to 256
    Index face_channels = 3, parsing_channels = 8, out_channels = 3;
    Index width = 64;
  };
  /// Throws std::invalid_argument for another size, or widths that are not positive.
  explicit TwoEncoderUNet(const Options& options);

  Variable operator()(const Variable& face, const Variable& parsing);

 private:
  Options options_;
  std::vector<UNetDown*> face_, parsing_;
  std::vector<UNetUp*> up_;  // the deepest first
};

}  // namespace mien
