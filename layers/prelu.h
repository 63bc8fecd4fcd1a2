#pragma once

#include "layers/module.h"

namespace mien {

/// Leaky rectifier with one learned slope per channel: y = x where x > 0, else slope[c] x.
///
///   x  [N, H, W, C]      weight  [C], the slopes, 0.25 at first      returns the shape of x
///
/// He et al., "Delving Deep into Rectifiers", ICCV 2015.
class PRelu : public Module {
 public:
  struct Options {
    Index channels = 0;
    double initial_slope = 0.25;
  };
  /// Throws std::invalid_argument unless channels is positive.
  explicit PRelu(const Options& options);

  Variable operator()(const Variable& x) const;

 private:
  Variable& weight_;
};

}  // namespace mien
