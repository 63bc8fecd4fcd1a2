#include "data/face/glasses.h"

#include "data/face/paint.h"

namespace mien::face {

Glasses::Glasses(const FaceIdentity& identity, const Head& head)
    : shape_(identity.glasses), plane_(head.eye(true).z + 0.35f), temple_(head.half_width(0)) {}

float Glasses::lens(float x, float y) const {
  const float corner = mix(0.12f, 1.0f, shape_.roundness) * std::min(shape_.width, shape_.height);
  const float dx = std::abs(x) - shape_.width + corner, dy = std::abs(y) - shape_.height + corner;
  const float out = std::sqrt(square(std::max(dx, 0.0f)) + square(std::max(dy, 0.0f)));
  return corner - out - std::min(std::max(dx, dy), 0.0f);
}

Vec3 Glasses::over(const Vec3& light, const Vec3& p, float footprint,
                   const FacePhoto::Light& lamp) const {
  const float ax = std::abs(p.x), y = p.y + 0.06f;
  if (ax > 2.6f || std::abs(y) > 1) return light;
  const float inside = lens(ax - 1.02f, y);
  const float glass = cover(inside, footprint);
  Vec3 colour = mix(light, light * mix(0.93f, 0.12f, shape_.tint), glass);
  const float streak = bell((p.x - 0.8f * y - (p.x > 0 ? 1.2f : -0.85f)) / 0.16f);
  colour += lamp.key * (0.07f * glass * streak);

  const float rim = cover(shape_.rim - std::abs(inside), footprint);
  const float inner = 1.02f - shape_.width;
  const float bridge =
      cover(0.8f * shape_.rim - std::abs(y - 0.2f + 0.8f * ax * ax), footprint) * (ax < inner);
  const float arm = cover(0.9f * shape_.rim - std::abs(y - 0.25f), footprint) *
                    (ax > 1.02f + shape_.width) * (ax < temple_);
  const Vec3 frame =
      shape_.colour * (lamp.key * 0.55f + lamp.sky) + lamp.key * (0.12f * saturate(y));
  return mix(colour, frame, std::max({rim, bridge, arm}));
}

}  // namespace mien::face
