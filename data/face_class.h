#pragma once

#include <cstdint>

#include "tensor/shape.h"

namespace mien {

/// The classes of a parsing map, in ISEGAN's order. Ears, neck and clothes are background, beards
/// hair; glasses show what is behind them.
enum class FaceClass : std::uint8_t {
  background,
  skin,
  brows,
  eyes,
  nose,
  inner_mouth,
  lips,
  hair
};

inline constexpr Index kFaceClasses = 8;

}  // namespace mien
