#pragma once

#include "tensor/check.h"
#include "tensor/functors/arithmetic.h"

namespace mien {

/// Sizes of a normalisation: G groups of R rows of C channels. Each channel of each group has
/// statistics of its own. Batch norm has one group, instance norm one per image.
struct NormGeometry {
  Index G, R, C;
};

/// Statistics [C] that those of each batch are blended into, the variance as an unbiased one: they
/// move by the share `momentum`, the mean towards that of the batch plus `shift`. None where they
/// are null.
template <class T>
struct RunningMoments {
  T *mean = nullptr, *variance = nullptr;
  double momentum = 0;
  const T* shift = nullptr;  ///< [C], or null: 0

  /// Channel c, of a batch with `rows` of them.
  MIEN_HOST_DEVICE void move_towards(Index c, T batch_mean, T batch_variance, Index rows) const {
    if (!mean) return;
    const auto count = static_cast<double>(rows);
    const T shifted = shift ? batch_mean + shift[c] : batch_mean;
    mean[c] = functors::WeightedSum{1 - momentum, momentum}(mean[c], shifted);
    variance[c] = functors::WeightedSum{1 - momentum, momentum * (count / (count - 1))}(
        variance[c], batch_variance);
  }
};

/// What belongs to each channel: statistics [G, C], scale and shift [C]. Null gamma and beta mean
/// 1 and 0. A leaky rectifier of `slope` follows; slope 1 is none. `shift` [C], or null, is added
/// to x, whose mean and variance are those of the sum.
template <class T>
struct NormParameters {
  const T *mean, *variance, *gamma, *beta;
  double epsilon;
  T slope = 1;
  const T* shift = nullptr;

  /// The mean of x itself in channel c, the at-th of all [G, C].
  MIEN_HOST_DEVICE T centre(Index at, Index c) const {
    return shift ? mean[at] - shift[c] : mean[at];
  }
};

}  // namespace mien
