#include "data/face/palette.h"

namespace mien::face {
namespace {

/// A colour between the neighbours of position `t`, 0 ... 1, on a scale of colours.
template <int n>
Vec3 along(const Vec3 (&scale)[n], float t) {
  const float place = saturate(t) * (n - 1);
  const int low = std::min(static_cast<int>(place), n - 2);
  return mix(scale[low], scale[low + 1], place - low);
}

}  // namespace

Vec3 skin_colour(float tone, float warmth) {
  const Vec3 scale[] = {srgb(250, 208, 184), srgb(238, 186, 154), srgb(224, 168, 130),
                        srgb(200, 146, 108), srgb(168, 114, 80),  srgb(132, 84, 57),
                        srgb(110, 70, 49),   srgb(90, 58, 45)};
  return along(scale, tone) * Vec3{1 + 0.05f * warmth, 1, 1 - 0.1f * warmth};
}

Vec3 eye_colour(float pick, float tone) {
  const Vec3 light[] = {srgb(96, 144, 186), srgb(120, 160, 190), srgb(110, 140, 105),
                        srgb(125, 130, 80), srgb(130, 95, 50),   srgb(92, 58, 32)};
  const Vec3 dark[] = {srgb(98, 64, 36), srgb(72, 44, 26), srgb(50, 32, 22)};
  return tone < 0.45f ? along(light, pick) : along(dark, pick);
}

Vec3 hair_colour(float pick, float tone) {
  const Vec3 light[] = {srgb(232, 208, 158), srgb(206, 168, 106), srgb(168, 122, 72),
                        srgb(188, 92, 42),   srgb(134, 66, 38),   srgb(106, 70, 44),
                        srgb(76, 50, 34),    srgb(44, 32, 27)};
  const Vec3 dark[] = {srgb(84, 54, 34), srgb(50, 34, 26), srgb(32, 25, 24), srgb(24, 22, 25)};
  return tone < 0.4f ? along(light, pick) : along(dark, pick);
}

Vec3 grey_hair(float pick) { return mix(srgb(150, 148, 146), srgb(228, 226, 222), pick); }

Vec3 dyed_hair(int which) {
  const Vec3 colours[] = {srgb(214, 92, 140), srgb(64, 104, 176), srgb(60, 150, 140),
                          srgb(178, 32, 44)};
  return colours[which];
}

Vec3 lip_colour(const Vec3& skin, float pick) {
  return skin * mix(Vec3{0.82f, 0.46f, 0.46f}, Vec3{0.86f, 0.6f, 0.56f}, pick);
}

Vec3 lipstick(int which) {
  const Vec3 colours[] = {srgb(196, 30, 48), srgb(168, 60, 84),  srgb(214, 92, 108),
                          srgb(120, 26, 50), srgb(222, 110, 84), srgb(176, 84, 76)};
  return colours[which];
}

Vec3 make_up_colour(int which) {
  const Vec3 colours[] = {srgb(128, 84, 72), srgb(110, 72, 104), srgb(84, 96, 128),
                          srgb(70, 56, 54), srgb(170, 112, 92)};
  return colours[which];
}

Vec3 frame_colour(int which) {
  const Vec3 colours[] = {srgb(26, 24, 26),  srgb(82, 50, 30),    srgb(150, 36, 40),
                          srgb(40, 62, 110), srgb(190, 160, 100), srgb(150, 150, 156)};
  return colours[which];
}

}  // namespace mien::face
