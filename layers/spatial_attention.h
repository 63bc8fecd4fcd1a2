#pragma once

#include "layers/conv2d.h"

namespace mien {

/// Lets every pixel gather values from all pixels that resemble it:
///
///   q = conv1(x)   k = conv1(x)   v = conv1(values)
///   y[i] = gamma sum over j of softmax over j (q[i] . k[j]) v[j] + base[i]
///
///   x, values, base  [N, H, W, C]      returns [N, H, W, C]
///
/// q and k have C / reduction channels, v has C; i and j run over the H W pixels of one image, so
/// memory grows with (H W)^2. With values = base = x this is self-attention. gamma, one number,
/// starts at 0: at first the layer returns its base. The convolutions, children `query`, `key` and
/// `value`, start as Conv2d does, or as the options say. Zhang et al., "Self-Attention Generative
/// Adversarial Networks", ICML 2019, eq. (1)-(3); the form with three inputs is that of CHAN's
/// code.
class SpatialAttention : public Module {
 public:
  struct Options {
    Index channels = 0;
    Index reduction = 8;
    Initializer weight_init = {};  ///< of the convolutions, instead of the default
    Initializer bias_init = {};
  };
  /// Throws std::invalid_argument unless both numbers are positive.
  explicit SpatialAttention(const Options& options);

  Variable operator()(const Variable& x) const { return (*this)(x, x, x); }
  /// Throws std::invalid_argument unless the shapes agree.
  Variable operator()(const Variable& x, const Variable& values, const Variable& base) const;

 private:
  Options options_;
  Conv2d &query_, &key_, &value_;
  Variable& gamma_;
};

}  // namespace mien
