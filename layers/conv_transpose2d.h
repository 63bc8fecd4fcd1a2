#pragma once

#include "autograd/ops/conv2d.h"
#include "layers/extent.h"
#include "layers/module.h"

namespace mien {

/// Transposed convolution: the adjoint of the convolution that holds its filter, plus a bias.
///
///   x  [N, H, W, in]      weight  [in, kH, kW, out / groups]      bias  [out]
///   returns [N, (H - 1)s - 2p + d(kH - 1) + 1 + output_padding, likewise, out]
///
/// Weight and bias start uniform in [-1/sqrt(f), 1/sqrt(f)), f = kH kW in, or as the options say
/// (Torch7's rule; PyTorch counts the output channels instead).
class ConvTranspose2d : public Module {
 public:
  struct Options {
    Index in_channels = 0, out_channels = 0;
    Extent kernel = 1, stride = 1, padding = 0, output_padding = 0, dilation = 1;
    Index groups = 1;
    bool bias = true;
    bool relu_input = false;  ///< x is rectified first, in the pass that joins several maps
    Initializer weight_init = {}, bias_init = {};  ///< instead of the default
  };

  /// Throws std::invalid_argument for sizes out of range.
  explicit ConvTranspose2d(const Options& options);

  /// Several maps are read as if their channels were joined.
  Variable operator()(std::vector<Variable> maps) const;
  Variable operator()(const Variable& x) const { return (*this)(std::vector{x}); }

  /// Without bias: what a norm that adds it itself wants, with its moments where there is a place
  /// for them.
  Variable sums(std::vector<Variable> maps, ChannelMoments* moments = nullptr) const;
  Variable sums(const Variable& x, ChannelMoments* moments = nullptr) const {
    return sums(std::vector{x}, moments);
  }
  /// [out], or undefined.
  Variable bias() const { return bias_ ? *bias_ : Variable(); }

 private:
  Variable convolve(std::vector<Variable> maps, const Epilogue& epilogue) const;

  ConvTranspose2dOptions geometry_;
  Index in_channels_;
  bool relu_input_;
  Variable& weight_;
  Variable* bias_ = nullptr;
};

}  // namespace mien
