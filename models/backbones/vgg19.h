#pragma once

#include <filesystem>

#include "layers/conv2d.h"

namespace mien {

/// How a feature network wants its input.
enum class VggInput {
  caffe,       ///< B, G, R in 0..255 minus (103.939, 116.779, 123.68)
  torchvision  ///< R, G, B in 0..1, minus (.485, .456, .406), divided by (.229, .224, .225)
};

/// VGG-19 up to relu3_2, for the identity loss.
///
///   x  [N, H, W, 3] in [-1, 1], RGB      returns the 256 maps of relu3_2
///
/// Six 3x3 convolutions, each with ReLU, pooled 2x2 after the second and the fourth. With `padded`
/// a 128x128 image gives 32x32 maps; without, as in the group's code, 25x25. Weights have
/// torchvision's names, `features.0` to `features.12`.
/// Simonyan and Zisserman, "Very Deep Convolutional Networks", ICLR 2015, configuration E.
class Vgg19 : public Module {
 public:
  struct Options {
    VggInput input = VggInput::caffe;
    bool padded = false;
    Index width_divisor = 1;  ///< all widths are divided by it, for tests
  };
  explicit Vgg19(const Options& options);

  Variable operator()(const Variable& x) const;

  VggInput input() const { return input_; }

 private:
  Variable preprocess(const Variable& x) const;

  VggInput input_;
  std::vector<Conv2d*> convolutions_;
};

/// Reads VGG-19 weights; the file's metadata key `input` says which preprocessing they want. Its
/// first layer tells how narrow the network is, where all widths are divided by one number.
///
/// Throws SafetensorsError or std::invalid_argument naming the file, if it is damaged, lacks a
/// layer up to relu3_2, or does not say its input. The network is frozen.
std::unique_ptr<Vgg19> load_vgg19(const std::filesystem::path& path, bool padded);

/// The same network with random filters (He et al., "Delving Deep into Rectifiers", ICCV 2015): the
/// stand-in when there is no file. Its features compare textures and edges, not identities.
std::unique_ptr<Vgg19> random_vgg19(std::uint64_t seed, bool padded);

}  // namespace mien
