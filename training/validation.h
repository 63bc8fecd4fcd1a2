#pragma once

#include <span>

#include "data/dataset.h"
#include "metrics/mean_metrics.h"
#include "models/recipe.h"

namespace mien {

/// What a recipe makes of some portraits: how good, whether its outputs depend on the inputs, and a
/// picture of some.
struct Validation {
  MeanMetrics recovered;
  /// Mean deviation of the outputs from their mean, over that of the targets: near 0 when every
  /// input gives the same face, about 1 when the outputs are as varied as the faces.
  double variety = 0;
  Tensor grid;  ///< uint8: a row each of portraits, recovered faces and targets
};

/// Recovers the given portraits in evaluation mode. Throws unless there is one.
Validation validate(Recipe& recipe, const Dataset& dataset, std::span<const Index> portraits);

}  // namespace mien
