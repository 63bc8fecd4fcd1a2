#pragma once

#include <string>

#include "models/recipe.h"

namespace mien {

/// The stages of a built recipe's networks in the order they compute, each with the shape it puts
/// out for one image and its parameters, and totals. Read off the recorded graph of one step.
std::string stage_table(Recipe& recipe, Index size);

/// The recorded graph of one step, every loss a sink, in the DOT language.
std::string step_graph(Recipe& recipe, Index size);

}  // namespace mien
