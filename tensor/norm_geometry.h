#pragma once

#include "tensor/check.h"

namespace mien {

/// Sizes of a normalisation: G groups of R rows of C channels. Each channel of each group has
/// statistics of its own. Batch norm has one group, instance norm one per image.
struct NormGeometry {
  Index G, R, C;
};

/// What belongs to each channel: statistics [G, C], scale and shift [C]. Null gamma and beta mean
/// 1 and 0. A leaky rectifier of `slope` follows; slope 1 is none.
template <class T>
struct NormParameters {
  const T *mean, *variance, *gamma, *beta;
  double epsilon;
  T slope = 1;
};

}  // namespace mien
