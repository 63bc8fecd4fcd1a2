#pragma once

#include "autograd/ops/conv2d.h"
#include "layers/extent.h"
#include "layers/module.h"

namespace mien {

/// Cross-correlation of each image with learned filters, plus a bias per output channel.
///
///   x  [N, H, W, in]      weight  [out, kH, kW, in / groups]      bias  [out]
///   returns [N, (uH + 2p - d(kH - 1) - 1)/s + 1, likewise, out]
///
/// With upsample u above 1 each pixel of x counts as u x u equal ones, at less than the cost of
/// enlarging x beforehand (Note [Convolving an enlarged image]); s, d and groups are 1 then.
///
/// Weight and bias start uniform in [-1/sqrt(f), 1/sqrt(f)), f = kH kW in / groups, or as the
/// options say.
class Conv2d : public Module {
 public:
  struct Options {
    Index in_channels = 0, out_channels = 0;
    Extent kernel = 1, stride = 1, padding = 0, dilation = 1;
    Index groups = 1, upsample = 1;
    bool bias = true;
    double slope = 1;  ///< of a leaky ReLU that follows in the same pass; 0 is ReLU, 1 none
    Initializer weight_init = {}, bias_init = {};  ///< instead of the default
  };

  /// Throws std::invalid_argument for sizes out of range.
  explicit Conv2d(const Options& options);

  Variable operator()(const Variable& x) const;
  /// Some maps, whose channels it reads as if they were joined.
  Variable operator()(const std::vector<Variable>& maps) const;

  /// residual + (*this)(x), added before any rectifier.
  Variable plus(const Variable& residual, const Variable& x) const;

  /// Without bias and rectifier: what a norm that adds the bias itself wants, with its moments
  /// where there is a place for them.
  Variable sums(const std::vector<Variable>& maps, ChannelMoments* moments = nullptr) const;
  Variable sums(const Variable& x, ChannelMoments* moments = nullptr) const {
    return sums(std::vector{x}, moments);
  }
  /// [out], or undefined.
  Variable bias() const { return bias_ ? *bias_ : Variable(); }

 private:
  Variable convolve(const std::vector<Variable>& maps, const Epilogue& epilogue) const;

  Conv2dOptions geometry_;
  Index in_channels_, upsample_;
  double slope_;
  Variable& weight_;
  Variable* bias_ = nullptr;
};

}  // namespace mien
