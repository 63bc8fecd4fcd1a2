#pragma once

#include <memory>

#include "models/recipe.h"

namespace mien {

/// FDNN: Shiri et al., "Face Destylization", DICTA 2017. Its generator is the paper variant of
/// IFRP's without spatial transformers; its loss has no identity term.
std::unique_ptr<Recipe> make_fdnn();

}  // namespace mien
