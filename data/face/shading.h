#pragma once

#include "data/face/paint.h"
#include "data/face/raster.h"
#include "data/synthetic_face.h"

namespace mien::face {

/// How much of the key light reaches a sample (0 ... 1), and how open its surroundings are.
struct Visibility {
  float key = 1, ambient = 1;
};

/// Judged from the depths of the frame around the sample: towards the light, and in a ring.
Visibility visibility(const Frame& frame, int row, int column, const Vec3& light, float scale);

/// Light that a painted point sends to the viewer, linear.
Vec3 shade_skin(const Paint& paint, const Vec3& normal, const FacePhoto::Light& light,
                const Visibility& visible);
/// The same for hair, whose highlight runs across the strands; `strand` is their direction.
Vec3 shade_hair(const Vec3& colour, const Vec3& normal, const Vec3& strand,
                const FacePhoto::Light& light, const Visibility& visible);

}  // namespace mien::face
