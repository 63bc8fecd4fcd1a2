#pragma once

#include <array>

#include "layers/batch_norm2d.h"
#include "layers/conv2d.h"

namespace mien {

/// Convolution without bias, batch norm, perhaps ReLU: the unit of residual and mobile networks.
class ConvNorm : public Module {
 public:
  enum class Activation {
    none,
    relu,
    relu6,  ///< min(relu, 6)
  };
  struct Options {
    Conv2d::Options conv = {};  ///< its `bias` is not looked at
    Activation activation = Activation::relu;
    double epsilon = 1e-5;
    std::string conv_name = "conv", norm_name = "bn";  ///< of the children
  };
  explicit ConvNorm(const Options& options);

  Variable operator()(const Variable& x) { return (*this)(std::vector{x}); }
  /// Some maps side by side.
  Variable operator()(const std::vector<Variable>& maps);

 private:
  Activation activation_;
  Conv2d& conv_;
  BatchNorm2d& norm_;
};

/// Widens maps by 1x1 filters, filters each channel by itself, narrows them again, and adds the
/// input where `residual`: the block of MobileNetV2.
///
///   x  [N, H, W, in]      returns [N, H / stride, W / stride, out]
///
/// The first two convolutions have batch norm and the activation, the third batch norm alone.
/// Sandler et al., "MobileNetV2", CVPR 2018, section 3.3.
class InvertedResidual : public Module {
 public:
  struct Options {
    Index in_channels = 0, out_channels = 0;
    Index stride = 1, expansion = 1;
    bool residual = false;
    ConvNorm::Activation activation = ConvNorm::Activation::relu;
    /// How weight files name the three units and, in each, convolution and norm.
    struct Names {
      const char *unit, *conv, *norm;
    };
    std::array<Names, 3> names = {
        {{"widen", "conv", "bn"}, {"filter", "conv", "bn"}, {"narrow", "conv", "bn"}}};
  };
  explicit InvertedResidual(const Options& options);

  Variable operator()(const Variable& x);

 private:
  bool residual_;
  ConvNorm &widen_, &filter_, &narrow_;
};

}  // namespace mien
