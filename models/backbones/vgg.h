#pragma once

#include <filesystem>

#include "layers/conv2d.h"
#include "layers/linear.h"

namespace mien {

/// How a feature network wants its input.
enum class VggInput {
  caffe,        ///< B, G, R in 0..255 minus (103.939, 116.779, 123.68)
  torchvision,  ///< R, G, B in 0..1, minus (.485, .456, .406), divided by (.229, .224, .225)
  vgg_face,     ///< R, G, B in 0..255 minus (129.1863, 104.7624, 93.5940)
};

/// x [N, H, W, 3] in [-1, 1], RGB, as such a network wants it.
Variable vgg_input(const Variable& x, VggInput input);

/// The convolutions of VGG-16 or VGG-19, as far as they are needed.
///
///   x  [N, H, W, 3] in [-1, 1], RGB      returns the maps at `taps`, in the order asked for
///
/// Five stages of 3x3 convolutions with ReLU, 64, 128, 256, 512 and 512 channels wide, 2x2 max
/// pooling between them. VGG-16 has 2, 2, 3, 3, 3 convolutions in a stage, VGG-19 2, 2, 4, 4, 4. A
/// tap "relu3_2" is behind the ReLU of the second convolution of the third stage. Weights have
/// torchvision's names, `features.0` and on; VGG-Face is a VGG-16.
/// Simonyan and Zisserman, "Very Deep Convolutional Networks", ICLR 2015, configurations D and E;
/// Parkhi et al., "Deep Face Recognition", BMVC 2015.
class Vgg : public Module {
 public:
  struct Options {
    int depth = 19;  ///< 16 or 19
    VggInput input = VggInput::torchvision;
    std::vector<std::string> taps = {};
    bool padded = true;       ///< without, each convolution takes a border of one pixel away
    Index width_divisor = 1;  ///< all widths are divided by it, for tests
  };
  /// Throws std::invalid_argument for another depth, no taps, or one that the network lacks.
  explicit Vgg(const Options& options);

  std::vector<Variable> operator()(const Variable& x) const;

  VggInput input() const { return input_; }

 private:
  struct Layer {
    Conv2d* conv;
    bool pooled;  // before it
    std::string name;
  };
  VggInput input_;
  std::vector<std::string> taps_;
  std::vector<Layer> layers_;
};

/// Reads VGG weights up to the last tap. The file's metadata key `input` says which preprocessing
/// they want: it begins with "BGR 0..255", "RGB [0,1]" or "RGB 0..255 minus 129". Its first layer
/// tells how narrow the network is. What `options` say of both is not looked at.
///
/// Throws SafetensorsError or std::invalid_argument naming the file, if it is damaged, lacks a
/// layer, or does not say its input. The network is frozen.
std::unique_ptr<Vgg> load_vgg(const std::filesystem::path& path, Vgg::Options options);

/// What the header of a file of VGG weights says of the network; see load_vgg.
struct VggTraits {
  VggInput input;
  Index width_divisor;
};
/// Throws SafetensorsError, or std::invalid_argument naming the file, if it does not say its input.
VggTraits vgg_traits_of(const std::filesystem::path& path);

/// The whole of VGG-16 up to fc7: a descriptor of 4096 numbers, of length 1.
///
///   x  [N, 224, 224, 3] in [-1, 1], RGB      returns [N, 4096]
///
/// `classifier.0` and `classifier.3` are fc6 and fc7, each with ReLU.
/// Parkhi et al., "Deep Face Recognition", BMVC 2015.
class VggDescriptor : public Vgg {
 public:
  struct Options {
    VggInput input = VggInput::vgg_face;
    Index width_divisor = 1;
  };
  explicit VggDescriptor(const Options& options);

  Variable operator()(const Variable& x) const;

 private:
  Linear &fc6_, &fc7_;
};

}  // namespace mien
