#pragma once

#include <optional>
#include <vector>

#include "data/dataset.h"
#include "metrics/mean_metrics.h"
#include "models/recipe.h"
#include "training/evaluation.h"

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

/// What a results table has rows for: seen and unseen styles, or each style by its name.
enum class StyleRows { groups, each };

/// The rows of a results table on the people of a split: the portrait itself, the mean face of the
/// training people, and the model, for seen and (if the data set has any) unseen styles or for each
/// of them; of each at most `count` portraits, spread evenly, or all of them.
std::vector<EvaluationRow> evaluate(Recipe& recipe, const Dataset& dataset, Split split,
                                    const std::function<void(Index, Index)>& progress = {},
                                    std::optional<Index> count = {},
                                    StyleRows style_rows = StyleRows::groups);

/// A picture of test people: a row each of portraits, recovered faces and photos, one column for
/// each style the data set has.
Tensor evaluation_grid(Recipe& recipe, const Dataset& dataset, Split split);

/// Evenly spread picks of at most `count` of `numbers`, in order.
std::vector<Index> spread(const std::vector<Index>& numbers, Index count);

}  // namespace mien
