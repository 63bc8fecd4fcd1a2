#pragma once

#include "layers/conv2d.h"

namespace mien {

/// Normalises a map and scales and shifts each of its pixels by what a label map says there:
///
///   n = (x - mean) / sqrt(var + epsilon)      h = relu(conv3(labels))
///   y = n (1 + conv3_gamma(h)) + conv3_beta(h), plus n or x as `shortcut` says
///
///   x  [N, H, W, C]      labels  [N, fH, fW, L], f a whole number      returns [N, H, W, C]
///
/// Mean and variance are those of the batch, per channel, in training and evaluation. The labels
/// are reduced to H x W by taking every f-th pixel. Children `hidden`, `gamma` and `beta` start as
/// Conv2d does, or as the options say. Park et al., "Semantic Image Synthesis with
/// Spatially-Adaptive Normalization", CVPR 2019; the shortcuts are those of GENRE's code.
class Spade : public Module {
 public:
  enum class Shortcut { none, normalised, input };
  struct Options {
    Index channels = 0, label_channels = 0;
    Index hidden = 128;
    double epsilon = 1e-5;
    Shortcut shortcut = Shortcut::none;
    Initializer weight_init = {};  ///< of the convolutions, instead of the default
    Initializer bias_init = {};
  };
  /// Throws std::invalid_argument for channels that are not positive.
  explicit Spade(const Options& options);

  /// Throws std::invalid_argument unless the labels' size is a multiple of x's.
  Variable operator()(const Variable& x, const Variable& labels) const;

 private:
  Options options_;
  Conv2d &hidden_, &gamma_, &beta_;
};

/// Every f-th pixel of labels [N, fH, fW, L], as [N, height, width, L]: nearest neighbours.
/// Throws std::invalid_argument unless one f divides both sizes.
Variable every_nth_pixel(const Variable& labels, Index height, Index width);

}  // namespace mien
