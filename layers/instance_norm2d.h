#pragma once

#include "layers/module.h"

namespace mien {

/// Normalises each channel of each image over its pixels: y = (x - mean) / sqrt(var + epsilon), and
/// with `affine` y = weight (...) + bias.
///
///   x  [N, H, W, C]      weight, bias  [C]      returns the shape of x
///
/// There are no running statistics: training and evaluation are the same. weight starts at 1, bias
/// at 0. Ulyanov et al., "Instance Normalization", 2016.
class InstanceNorm2d : public Module {
 public:
  struct Options {
    Index channels = 0;
    double epsilon = 1e-5;
    bool affine = false;
  };
  /// Throws std::invalid_argument unless channels is positive.
  explicit InstanceNorm2d(const Options& options);

  Variable operator()(const Variable& x) const;

 private:
  Options options_;
  Variable *weight_ = nullptr, *bias_ = nullptr;
};

}  // namespace mien
