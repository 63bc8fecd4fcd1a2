#pragma once

#include <vector>

#include "data/painting/canvas.h"

namespace mien::painting {

/// The colours of a style: what a photo's colour becomes on its canvas.
///
/// Brightness picks a colour from a scale of pigments; of the photo's own colour a share `keep` is
/// added, its hue turned by `turn` radians. Brightness is first stretched about its middle by
/// `contrast`.
struct Palette {
  std::vector<Vec3> pigments;  ///< from dark to light
  float keep = 0.5f;
  float turn = 0;
  float contrast = 1;

  Vec3 operator()(const Vec3& colour) const;
  Canvas operator()(const Canvas& image) const;
};

/// A colour of three bytes as a Vec3 of 0 ... 1.
inline Vec3 pigment(float r, float g, float b) { return Vec3{r, g, b} * (1 / 255.0f); }

}  // namespace mien::painting
