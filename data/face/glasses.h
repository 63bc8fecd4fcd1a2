#pragma once

#include "data/face/head.h"
#include "data/face/vec3.h"
#include "data/synthetic_face.h"

namespace mien::face {

/// Glasses as a flat figure on a plane before the eyes.
class Glasses {
 public:
  Glasses(const FaceIdentity& identity, const Head& head);

  /// The z of that plane in head coordinates.
  float plane() const { return plane_; }
  /// The light that passes at point p of the plane, and what the glasses add.
  Vec3 over(const Vec3& light, const Vec3& p, float footprint, const FacePhoto::Light& lamp) const;

 private:
  float lens(float x, float y) const;  ///< distance inside the lens's outline

  FaceIdentity::Glasses shape_;
  float plane_, temple_;
};

}  // namespace mien::face
