#include "data/face/background.h"

#include "data/drawing/noise.h"

namespace mien::face {
namespace {

Vec3 studio(const FacePhoto::Background& scene, float x, float y) {
  const float r = std::sqrt(square(x - 0.5f - 0.3f * std::cos(scene.angle)) + square(y - 0.4f));
  return mix(scene.first, scene.second, smooth_step(0, 0.95f, r));
}

Vec3 window(const FacePhoto::Background& scene, float x, float y) {
  const float along =
      (x - 0.5f) * std::cos(scene.angle) + 0.4f * (y - 0.5f) * std::sin(scene.angle);
  const Vec3 base = mix(scene.first, scene.second, smooth_step(-0.5f, 0.5f, along));
  return base + scene.accent * (0.6f * bell((along + 0.25f) / 0.16f));
}

Vec3 lights(const FacePhoto::Background& scene, float x, float y) {
  Vec3 colour = mix(scene.first, scene.second, y) * 0.6f;
  for (int i = 0; i < 12; ++i) {
    const float cx = cell_value(i, 0, scene.salt), cy = 0.8f * cell_value(i, 1, scene.salt);
    const float radius = 0.05f + 0.07f * cell_value(i, 2, scene.salt);
    const float d = std::sqrt(square(x - cx) + square(y - cy));
    const Vec3 tint = mix(scene.accent, scene.first, 0.7f * cell_value(i, 3, scene.salt));
    colour += tint * (0.55f * smooth_step(radius, 0.7f * radius, d));
  }
  return colour;
}

Vec3 landscape(const FacePhoto::Background& scene, float x, float y) {
  const float line = 0.55f + 0.12f * noise(x * 2.5f + 3, scene.salt);
  const Vec3 sky = mix(scene.first, mix(scene.first, Vec3{1, 1, 1}, 0.5f), smooth_step(0, line, y));
  const Vec3 land = scene.second * (1 + 0.45f * noise(x * 5, y * 5, scene.salt + 1));
  return mix(sky, land, smooth_step(line - 0.07f, line + 0.07f, y));
}

Vec3 wall(const FacePhoto::Background& scene, float x, float y) {
  const float along = x * std::cos(scene.angle) + y * std::sin(scene.angle);
  const float band = smooth_step(-0.3f, 0.3f, std::sin(14 * along));
  const float shade = 1.1f - 0.4f * y;
  return mix(scene.first, mix(scene.first, scene.second, 0.5f), band) * shade;
}

}  // namespace

Vec3 background(const FacePhoto::Background& scene, float x, float y) {
  switch (scene.kind) {
    case 0:
      return studio(scene, x, y);
    case 1:
      return window(scene, x, y);
    case 2:
      return lights(scene, x, y);
    case 3:
      return landscape(scene, x, y);
    default:
      return wall(scene, x, y);
  }
}

}  // namespace mien::face
