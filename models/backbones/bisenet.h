#pragma once

#include <filesystem>
#include <memory>

#include "models/backbones/conv_norm.h"

namespace mien {

/// Two convolutions around which the input goes, as a ResNet-18 stacks them:
///
///   y = relu(norm(conv3(relu(norm(conv3 s(x))))) + x), with x behind norm(conv1 s) where its shape
///   would not fit
class ResNetBlock : public Module {
 public:
  struct Options {
    Index in_channels = 0, out_channels = 0;
    Index stride = 1;
  };
  explicit ResNetBlock(const Options& options);

  Variable operator()(const Variable& x);

 private:
  Conv2d& conv1_;
  BatchNorm2d& bn1_;
  Conv2d& conv2_;
  BatchNorm2d& bn2_;
  ConvNorm* shortcut_ = nullptr;
};

/// Attention refinement: z = relu(norm(conv3(x))), times sigmoid(norm(conv1(mean of z))).
class AttentionRefinement : public Module {
 public:
  struct Options {
    Index in_channels = 0, out_channels = 0;
  };
  explicit AttentionRefinement(const Options& options);

  Variable operator()(const Variable& x);

 private:
  ConvNorm& conv_;
  Conv2d& attention_;
  BatchNorm2d& norm_;
};

/// BiSeNet as a parser of faces.
///
///   x  [N, H, W, 3] in [-1, 1], RGB, H and W multiples of 32 (512 as trained)
///
/// The context path `cp` is a ResNet-18 with maps at 1/8 (128 channels), 1/16 (256) and 1/32 (512).
/// The latter two are refined to 128 channels. The mean of the last is added to its refinement,
/// which is enlarged, convolved and added to the next, and enlarged and convolved again: 128 @ 1/8.
/// Feature fusion `ffm` joins it to the ResNet's map, F = relu(norm(conv1(...))) with 256 channels,
/// and returns F + F sigmoid(conv1(relu(conv1(mean of F)))). A head makes logits of it; two more,
/// on the context at 1/8 and at 1/16, serve training alone. All logits are enlarged to the size of
/// x bilinearly, corner on corner.
///
/// The input is normalised by ImageNet's mean and deviation. Names are those of the published
/// code's weights, whose 19 parts are background, skin, left and right brow, left and right eye,
/// glasses, left and right ear, earring, nose, mouth, upper and lower lip, neck, necklace, cloth,
/// hair, hat. 13,300,416 parameters. Yu et al., "BiSeNet: Bilateral Segmentation Network for
/// Real-time Semantic Segmentation", ECCV 2018; the spatial path is replaced by the ResNet's map,
/// as in that code.
class BiSeNet : public Module {
 public:
  struct Logits {
    Variable parts;              ///< [N, H, W, parts]
    Variable eighth, sixteenth;  ///< of the other heads, likewise; undefined in evaluation
  };
  struct Options {
    Index parts = 19;
    Index width_divisor = 1;  ///< all widths are divided by it, for tests
  };
  explicit BiSeNet(const Options& options);

  Logits operator()(const Variable& x);

 private:
  struct Head {
    ConvNorm* conv;
    Conv2d* out;
  };
  Head add_head(const std::string& name, Index in, Index middle, Index parts);
  Variable fused(const Variable& eighth, const Variable& context);

  Conv2d* conv1_;
  BatchNorm2d* bn1_;
  std::vector<ResNetBlock*> blocks_;  // two for each of the four stages
  AttentionRefinement *arm16_, *arm32_;
  ConvNorm *head32_, *head16_, *average_, *fusion_;
  Conv2d *fusion_narrow_, *fusion_widen_;
  Head head_, eighth_, sixteenth_;
};

/// Where the parts of CelebAMask-HQ (kFaceParts) stand among those of the published weights.
inline constexpr Index kBiSeNetOrder[] = {0,  1,  10, 6,  4,  5, 2,  3,  7, 8,
                                          11, 12, 13, 17, 18, 9, 15, 14, 16};

/// Reads published weights of 19 parts; frozen, in evaluation mode. Throws SafetensorsError or
/// std::invalid_argument naming the file.
std::unique_ptr<BiSeNet> load_bisenet(const std::filesystem::path& path);

}  // namespace mien
