#pragma once

#include "layers/spade.h"
#include "models/scagan/networks.h"
#include "models/unet/levels.h"

namespace mien {

/// Where sketch and parsing come together in DIP-GAN.
enum class Fusion {
  first_block,  ///< after En1, as in the code of the generator it follows
  bottleneck,   ///< two full encoders, as in SE-GAN
};

/// What normalises DIP-GAN's decoder.
enum class DipNorm {
  instance,
  spade,               ///< by the sketch's parsing
  spade_and_features,  ///< by the parsing joined to eight maps made of the encoder's
};

/// Stage I's result.
struct PhotoAndParsing {
  Variable parsing;  ///< P_int [N, S, S, parts], probabilities
  Variable photo;    ///< the rough photograph [N, S, S, 3] in [-1, 1]
};

/// DIP-GAN, stage I of ISEGAN: an intermediate parsing and a rough photograph of a sketch.
///
///   sketch   X    [N, S, S, sketch_channels] in [-1, 1]
///   parsing  P_s  [N, S, S, parts], the sketch's own, one-hot or probabilities
///
/// At 256x256, conv4 s2 behind leaky ReLU (0.2), instance norm but in En1 and En8:
///
///   en1_face, en1_parsing  64 @ 128 each, joined
///   en2  128 @ 64      en4  512 @ 16      en6  512 @ 4       en8  512 @ 1
///   en3  256 @ 32      en5  512 @ 8       en7  512 @ 2
///
/// and deconv4 s2 behind ReLU, joined to the encoder's map of its input's size:
///
///   de8  512 @ 2, dropout      de5  512 @ 16      de2   64 @ 128
///   de7  512 @ 4, dropout      de4  256 @ 32      de1_parsing  parts @ 256, softmax
///   de6  512 @ 8, dropout      de3  128 @ 64      de1_photo        3 @ 256, tanh
///
/// de1_parsing sees the map of en1_parsing, de1_photo that of en1_face. With Fusion::bottleneck
/// both encoders go down to one pixel and each stage of the decoder sees both maps. 54,563,275
/// parameters with one sketch channel. In training it draws dropout masks, so a RandomStep must
/// live. ISEGAN, section on DIP-GAN; widths are those of GENRE's generator, which it follows.
class DipGan : public NormedModule {
 public:
  struct Options {
    Index size = 256;  ///< S, a power of two from 8 to 256
    Index sketch_channels = 1, parts = 8;
    Index width = 64;
    double dropout = 0.5;
    Fusion fusion = Fusion::first_block;
    DipNorm norm = DipNorm::instance;
    Index spade_hidden = 128;
    Spade::Shortcut shortcut = Spade::Shortcut::none;
  };
  /// Throws std::invalid_argument for another size, or widths that are not positive.
  explicit DipGan(const Options& options);

  PhotoAndParsing operator()(const Variable& sketch, const Variable& parsing);

 private:
  // ReLU, deconv4 s2, norm, dropout.
  struct Stage {
    UNetUp* up;
    Spade* spade;               // instead of the norm, or null
    ConvTranspose2d* features;  // makes the encoder's share of the labels, or null
    Dropout* dropout;
  };
  void add_encoders();
  void add_decoder();
  Index channels(int level) const { return unet_channels(options_.width, level); }
  // Channels of what the decoder sees of the encoders at a level.
  Index skip_channels(int level) const;
  // One stage of the decoder; the last of its maps is the encoder's.
  Variable decode(const Stage& stage, const std::vector<Variable>& maps,
                  const Variable& parsing) const;

  Options options_;
  int levels_;
  std::vector<UNetDown*> face_, parsing_;  // en1 ... enL; of the parsing perhaps en1 alone
  std::vector<Stage> stages_;              // de_L ... de2
  UNetUp *to_parsing_ = nullptr, *to_photo_ = nullptr;
};

/// SE-GAN, stage II of ISEGAN: the photograph.
///
/// A TwoEncoderUNet: the face encoder sees the sketch joined to stage I's photograph (4 channels),
/// the parsing encoder the sketch's parsing joined to P_int (16 channels), both without gradients
/// into stage I. 93,507,267 parameters. Without `enhanced_parsing` it sees the sketch's parsing
/// alone (8 channels), as the rows before the last of the paper's ablation.
class SeGan : public TwoEncoderUNet {
 public:
  struct Options {
    Index size = 256;
    Index sketch_channels = 1, parts = 8;
    Index width = 64;
    bool enhanced_parsing = true;
  };
  explicit SeGan(const Options& options);

  Variable operator()(const Variable& sketch, const Variable& parsing, const PhotoAndParsing& y);

 private:
  bool enhanced_parsing_;
};

}  // namespace mien
