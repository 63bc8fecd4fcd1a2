#pragma once

#include <string>

#include "data/make_portraits.h"
#include "models/recipe.h"

namespace mien {

/// How what a model sees is made of faces: in which styles, whether moved, and what stands opposite
/// as the target. Seed and threads are left to whoever makes it.
struct PortraitMaking {
  std::vector<PortraitStyle> styles;
  PortraitsOptions options;
  const char* doing;  ///< "painting portraits of them", for people who wait
};

/// That of the papers for portraits of a kind; paintings are procedural.
PortraitMaking portrait_making(PortraitKind kind);

}  // namespace mien
