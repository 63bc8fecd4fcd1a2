#pragma once

#include <memory>

#include "models/recipe.h"

namespace mien {

/// IFRP: Shiri et al., "Identity-preserving Face Recovery from Portraits", WACV 2018. Generators:
/// `srn_c`, the released code's, and `srn_p`, the paper's.
std::unique_ptr<Recipe> make_ifrp();

}  // namespace mien
