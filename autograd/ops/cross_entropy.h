#pragma once

#include "autograd/variable.h"

namespace mien {

/// How badly logits predict classes: the mean over n of -log_softmax(logits)[n, labels[n]].
///
///   logits  [N, K]      labels  [N], int64 or int32, each in [0, K)      returns a scalar
///
/// Throws std::invalid_argument for other shapes or dtypes, N = 0, or a label out of range.
Variable cross_entropy(const Variable& logits, const Tensor& labels);

/// The same for yes-or-no questions: the mean of -t ln s(x) - (1 - t) ln(1 - s(x)), where s is the
/// sigmoid.
///
///   logits x  any shape      targets t  the same shape, or a scalar for all; in [0, 1]
///
/// Computed from logits, so that a confident answer neither overflows nor loses its gradient.
/// Throws std::invalid_argument for other shapes, differing dtypes, or no elements.
Variable binary_cross_entropy_with_logits(const Variable& logits, const Variable& targets);

}  // namespace mien
