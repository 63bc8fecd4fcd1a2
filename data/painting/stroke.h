#pragma once

#include "data/painting/canvas.h"

namespace mien::painting {

/// One touch of the brush: a bent bar with round ends and bristles. Lengths in pixels.
struct Stroke {
  float x = 0, y = 0;  ///< centre
  float angle = 0;     ///< radians
  float length = 8;    ///< half of it
  float width = 2;     ///< half of it
  float bend = 0;      ///< how far the ends curl off the line, as a share of the length
  Vec3 colour;
  float opacity = 1;
  float relief = 0.1f;  ///< how much bristles and the raised edge lighten and darken the paint
  std::uint32_t salt = 0;
};

/// Lays the stroke over what is on the canvas.
void lay(Canvas& canvas, const Stroke& stroke);

}  // namespace mien::painting
