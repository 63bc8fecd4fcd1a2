#pragma once

#include "data/face/vec3.h"
#include "data/synthetic_face.h"

namespace mien::face {

/// The light behind the head at (x, y), both 0 ... 1 from the top left corner of the picture.
Vec3 background(const FacePhoto::Background& scene, float x, float y);

}  // namespace mien::face
