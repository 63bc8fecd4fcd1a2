#pragma once

#include <memory>
#include <string>
#include <vector>

#include "models/recipe.h"

namespace mien {

/// A system as its paper trains it, with starting weights on `device`; `settings` are of the form
/// KEY=VALUE. Its training is not prepared.
std::shared_ptr<Recipe> paper_recipe(const std::string& system,
                                     const std::vector<std::string>& settings, Index size,
                                     Device device);

}  // namespace mien
