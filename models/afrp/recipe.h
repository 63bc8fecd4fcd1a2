#pragma once

#include <memory>

#include "models/recipe.h"

namespace mien {

/// AFRP: Shiri et al., "Recovering Faces from Portraits with Auxiliary Facial Attributes", WACV
/// 2019. Generators: `frn`, the paper's, and `faceattr`, its sibling that reads a 16x16 picture.
std::unique_ptr<Recipe> make_afrp();

}  // namespace mien
