#include "data/face/draws.h"
#include "data/synthetic_face.h"

namespace mien {
namespace {

using face::Draws;
using face::Vec3;

constexpr std::uint64_t kDrawsPerPhoto = 256;

// Each group draws from numbers of its own, as in identity.cpp.
enum Group : std::uint64_t {
  kExpression = 0,
  kPose = 32,
  kLight = 64,
  kBackground = 96,
  kClothes = 128
};

void draw_expression(Draws d, FacePhoto::Expression& look) {
  look.smile = d.chance(0.5f) ? d.between(0.45f, 1) : d.between(-0.2f, 0.45f);
  look.open = d.chance(0.15f) ? d.between(0.2f, 0.9f) : 0;
  look.brows = d.around(-0.55f, 1);
  look.eyes = d.around(0.78f, 1.18f) - 0.1f * std::max(0.0f, look.smile);
  look.gaze_x = d.chance(0.6f) ? d.between(-0.15f, 0.15f) : d.between(-0.8f, 0.8f);
  look.gaze_y = d.between(-0.3f, 0.3f);
}

void draw_pose(Draws d, FacePhoto::Pose& pose) {
  pose.yaw = d.around(-0.3f, 0.3f);
  pose.pitch = d.around(-0.16f, 0.16f);
  pose.roll = d.around(-0.16f, 0.16f);
}

/// A colour of full strength at `hue` (0 ... 1 round the wheel), softened by `saturation`.
Vec3 hue_colour(float hue, float saturation, float value) {
  const auto channel = [&](float offset) {
    const float wheel = 0.5f + 0.5f * std::cos(6.2831853f * (hue - offset));
    return face::square(value * (1 - saturation * (1 - wheel)));
  };
  return {channel(0), channel(1.0f / 3), channel(2.0f / 3)};
}

void draw_light(Draws d, FacePhoto::Light& light) {
  const float side = d.between(-1.1f, 1.1f), height = d.between(0.1f, 0.85f);
  light.direction = {std::sin(side) * std::cos(height), std::sin(height),
                     std::cos(side) * std::cos(height)};
  const float warm = d.between(-1, 1), strength = d.between(0.8f, 1.55f);
  light.key = Vec3{1 + 0.1f * warm, 1 + 0.02f * warm, 1 - 0.14f * warm} * strength;
  const float fill = d.between(0.32f, 0.66f);
  light.sky = Vec3{1 - 0.12f * warm, 1, 1 + 0.14f * warm} * fill;
  light.ground = Vec3{1.1f, 1, 0.9f} * (fill * d.between(0.4f, 0.8f));
  const float rim = d.chance(0.4f) ? d.between(0.3f, 1) : 0;
  light.rim = Vec3{1 - 0.1f * warm, 1, 1 + 0.1f * warm} * rim;
}

void draw_background(Draws d, FacePhoto::Background& scene) {
  scene.kind = d.below(5);
  const float hue = d.between(0, 1), pick = d.between(0, 1);
  const float value = pick < 0.35f ? d.between(0.05f, 0.35f) : d.between(0.55f, 1.15f);
  scene.first = hue_colour(hue, d.between(0.05f, 0.75f), value);
  scene.second =
      hue_colour(hue + d.between(-0.2f, 0.2f), d.between(0.1f, 0.8f), value * d.between(0.35f, 1));
  scene.accent = hue_colour(d.between(0, 0.2f), 0.4f, 1);
  scene.angle = d.between(0, 3.14f);
  scene.salt = d.bits();
  if (scene.kind != 3) return;
  scene.first = hue_colour(d.between(0.52f, 0.66f), d.between(0.2f, 0.55f), d.between(0.75f, 1));
  scene.second = hue_colour(d.between(0.14f, 0.38f), d.between(0.4f, 0.7f), d.between(0.3f, 0.65f));
}

}  // namespace

FacePhoto draw_photo(std::uint64_t seed, std::uint64_t identity, std::uint64_t photo) {
  const Random random(seed, "synthetic_face.photo", identity);
  const auto group = [&](Group first) { return Draws(random, photo * kDrawsPerPhoto + first); };
  FacePhoto taken;
  draw_expression(group(kExpression), taken.expression);
  draw_pose(group(kPose), taken.pose);
  draw_light(group(kLight), taken.light);
  draw_background(group(kBackground), taken.background);
  Draws clothes = group(kClothes);
  const float hue = clothes.between(0, 1), strength = clothes.between(0, 0.8f);
  taken.clothes = hue_colour(hue, strength, clothes.between(0.08f, 1));
  taken.neckline = clothes.between(-5.6f, -3.9f);
  return taken;
}

}  // namespace mien
