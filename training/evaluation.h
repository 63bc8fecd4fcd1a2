#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "data/dataset.h"
#include "models/recipe.h"
#include "training/evaluation_table.h"

namespace mien {

/// What a results table has rows for: seen and unseen styles, or each style by its name.
enum class StyleRows { groups, each };

/// Which portraits `evaluate` looks at, and what it says of them.
struct EvaluationPlan {
  Split split = Split::test;
  StyleRows rows = StyleRows::groups;
  std::optional<Index> count = {};  ///< portraits of each row at most, spread evenly; or all
  MakeMeasures measures = {};       ///< beside `MeanMetrics`; none without it
  std::function<void(Index done, Index total)> progress = {};  ///< is told of portraits
};

/// The rows of a results table on the people of a split: the portrait itself, the mean face of the
/// training people, and the model, for seen and (if the data set has any) unseen styles or for each
/// of them.
std::vector<EvaluationRow> evaluate(Recipe& recipe, const Dataset& dataset,
                                    const EvaluationPlan& plan);

/// A picture of test people: a row each of portraits, recovered faces and photos, one column for
/// each style the data set has.
Tensor evaluation_grid(Recipe& recipe, const Dataset& dataset, Split split);

}  // namespace mien
