#pragma once

#include "losses/reduction.h"

namespace mien {

/// Squared error: mean (or sum) of (y - target)^2 over all elements.
///
///   y, target  one shape      returns a scalar
///
/// The FDNN and IFRP texts print a squared Frobenius norm, that is Reduction::sum; their code takes
/// the mean, with which a weight of 0.01 for the adversarial term makes sense.
/// Throws std::invalid_argument unless the shapes agree.
Variable mse_loss(const Variable& y, const Variable& target, Reduction reduction = Reduction::mean);

}  // namespace mien
