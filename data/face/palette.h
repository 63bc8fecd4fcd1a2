#pragma once

#include "data/face/draws.h"
#include "data/face/vec3.h"
#include "data/synthetic_face.h"

namespace mien::face {

// Colours of people. `tone` is the depth of the skin, 0 light ... 1 deep; `pick` is uniform in
// [0, 1); everything returned is linear light.

Vec3 skin_colour(float tone, float warmth);
Vec3 eye_colour(float pick, float tone);
Vec3 hair_colour(float pick, float tone);
Vec3 grey_hair(float pick);
Vec3 dyed_hair(int which);  ///< 0 ... 3
Vec3 lip_colour(const Vec3& skin, float pick);
Vec3 lipstick(int which);        ///< 0 ... 5
Vec3 make_up_colour(int which);  ///< 0 ... 4
Vec3 frame_colour(int which);    ///< 0 ... 5

/// Chooses one of about ten haircuts and its measures.
void draw_haircut(Draws draws, FaceIdentity& who, float tone);

}  // namespace mien::face
