#pragma once

#include "layers/module.h"

namespace mien {

/// Affine map y = x Wᵀ + b.
///
///   x  [N, in]      W  [out, in]      b  [out]      returns [N, out]
///
/// W and b start uniform in [-1/sqrt(in), 1/sqrt(in)), or as the options say. Where the layer
/// follows a flattened image, or its result is reshaped to one, name its [H, W, C]: PyTorch
/// flattens images as C, H, W, and weights are exchanged in its order.
class Linear : public Module {
 public:
  struct Options {
    Index in_features = 0, out_features = 0;
    bool bias = true;
    Shape from_image = {};         ///< [H, W, C] of the flattened input
    Shape to_image = {};           ///< [H, W, C] that the output is reshaped to
    Initializer weight_init = {};  ///< instead of the default
    Initializer bias_init = {};
  };

  /// Throws std::invalid_argument for sizes that are not positive or images of another size.
  explicit Linear(const Options& options);

  Variable operator()(const Variable& x) const;

 private:
  Options options_;
  Variable& weight_;
  Variable* bias_ = nullptr;
};

}  // namespace mien
