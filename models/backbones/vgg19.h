#pragma once

#include "models/backbones/vgg.h"

namespace mien {

/// VGG-19 up to relu3_2, for the identity loss.
///
///   x  [N, H, W, 3] in [-1, 1], RGB      returns the 256 maps of relu3_2
///
/// Six 3x3 convolutions, each with ReLU, pooled 2x2 after the second and the fourth. With `padded`
/// a 128x128 image gives 32x32 maps; without, as in the group's code, 25x25.
class Vgg19 : public Vgg {
 public:
  struct Options {
    VggInput input = VggInput::caffe;
    bool padded = false;
    Index width_divisor = 1;  ///< all widths are divided by it, for tests
  };
  explicit Vgg19(const Options& options);

  Variable operator()(const Variable& x) const { return Vgg::operator()(x).front(); }
};

/// Reads VGG-19 weights; see load_vgg.
///
/// Throws SafetensorsError or std::invalid_argument naming the file, if it is damaged, lacks a
/// layer up to relu3_2, or does not say its input. The network is frozen.
std::unique_ptr<Vgg19> load_vgg19(const std::filesystem::path& path, bool padded);

/// The same network with random filters (He et al., "Delving Deep into Rectifiers", ICCV 2015): the
/// stand-in when there is no file. Its features compare textures and edges, not identities.
std::unique_ptr<Vgg19> random_vgg19(std::uint64_t seed, bool padded);

}  // namespace mien
