#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "layers/module.h"
#include "tensor/safetensors.h"

namespace mien {

/// Learned perceptual distance of two images, version 0.1.
///
///   sum over layers of the mean over pixels of sum over channels c of
///   w_c (f_c(x) / |f(x)| - f_c(y) / |f(y)|)^2
///
///   x, y  [N, H, W, 3] in [-1, 1], RGB      returns [N], 0 for equal images
///
/// The features f are maps of a network for classification, |f| their length at each pixel plus
/// 1e-10; the weights w were learned from people's judgements. Frozen: there are gradients by x and
/// y only. Zhang et al., "The Unreasonable Effectiveness of Deep Features as a Perceptual Metric",
/// CVPR 2018, eq. (1).
class Lpips {
 public:
  enum class Network { alex, squeeze, vgg };

  /// Takes the heads `lpips_v0.1_NAME.lin0 ...` and, for squeeze, the network `squeezenet1_1.*` of
  /// a file; alex and vgg need a second file with torchvision's `features.*`.
  /// Throws SafetensorsError or std::invalid_argument naming the file if something is missing.
  Lpips(Network network, const std::filesystem::path& heads,
        const std::filesystem::path& features = {});

  Variable operator()(const Variable& x, const Variable& y) const;

  void to(Device device);

 private:
  void take_features(Network network, const SafetensorsFile& file);
  void take_heads(Network network, const SafetensorsFile& file);

  std::shared_ptr<Module> owner_;
  std::function<std::vector<Variable>(const Variable&)> features_;
  std::vector<Variable> weights_;  // [C] of each layer
};

/// "alex", "squeeze" or "vgg".
const char* name_of(Lpips::Network network);

}  // namespace mien
