#pragma once

#include "autograd/variable.h"

namespace mien {

/// Probabilities from logits over the last axis: y[k] = e^x[k] / sum over j of e^x[j].
///
///   x  [..., K]      returns the shape of x; each row is positive and sums to 1
///
/// Stable for logits of any size. Throws std::invalid_argument for a scalar or K = 0.
Variable softmax(const Variable& x);

/// The logarithm of softmax, y[k] = x[k] - ln(sum over j of e^x[j]), without leaving log space.
Variable log_softmax(const Variable& x);

}  // namespace mien
