#pragma once

#include "data/face/vec3.h"
#include "data/face_class.h"

namespace mien::face {

/// The material of one point, built up by laying coats over each other.
struct Paint {
  Vec3 colour;       ///< diffuse reflectance, linear
  float gloss = 0;   ///< strength of the highlight
  float shine = 20;  ///< sharpness of the highlight
  float flat = 0;    ///< 1: lit as if it faced the viewer (eyes, teeth)
  Vec3 glow;         ///< light added after shading: catchlights
  FaceClass what = FaceClass::skin;

  /// Lays a coat over what is there; `cover` 0 ... 1. A coat that hides most of what lies under it
  /// decides the class.
  void coat(const Vec3& c, float cover, FaceClass cls) {
    colour = mix(colour, c, cover);
    if (cover > 0.5f) what = cls;
  }
  void darken(float amount) { colour = colour * (1 - saturate(amount)); }
};

/// 1 inside, 0 outside, linear over one footprint; `distance` is positive inside.
inline float cover(float distance, float footprint) {
  return saturate(distance / footprint + 0.5f);
}

}  // namespace mien::face
