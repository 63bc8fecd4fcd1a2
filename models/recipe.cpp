#include "models/recipe.h"

namespace mien {

void Recipe::initialize(std::uint64_t seed) {
  for (const auto& [name, module] : networks()) module->initialize(seed);
}

}  // namespace mien
