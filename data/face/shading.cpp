#include "data/face/shading.h"

namespace mien::face {
namespace {

Vec3 ambient(const FacePhoto::Light& light, const Vec3& normal) {
  return mix(light.ground, light.sky, 0.5f + 0.5f * normal.y);
}

/// Diffuse light that wraps round the edge, as it does where it scatters under the surface.
float wrapped(float cosine, float wrap) { return square(saturate((cosine + wrap) / (1 + wrap))); }

Vec3 rim(const FacePhoto::Light& light, const Vec3& normal) {
  return light.rim * (square(1 - saturate(normal.z)) * saturate(0.4f + normal.y));
}

}  // namespace

Probe::Probe(const Vec3& light, float scale) {
  const auto samples = [&](float units) { return static_cast<int>(std::lround(units * scale)); };
  constexpr float kReaches[] = {0.2f, 0.4f, 0.65f, 0.95f, 1.3f};
  for (int i = 0; i < 5; ++i) {
    const float reach = kReaches[i];
    towards_light_[i] = {samples(-light.y * reach), samples(light.x * reach),
                         std::max(light.z, 0.1f) * reach, 0.35f + 0.3f * reach};
  }
  for (int i = 0; i < 8; ++i) {
    const float angle = 0.78539816f * i;
    ring_[i] = {samples(0.42f * std::sin(angle)), samples(0.42f * std::cos(angle)), 0, 0.6f};
  }
}

Visibility Probe::operator()(const Frame& frame, int row, int column) const {
  const float depth = frame.depth(row, column);
  Visibility visible;
  for (const Step& step : towards_light_) {
    const float above = frame.depth(row + step.rows, column + step.columns) - depth - step.rise;
    if (above > 0.02f) visible.key = std::min(visible.key, smooth_step(step.soft, 0.02f, above));
  }
  float closed = 0;
  for (const Step& step : ring_) {
    const float above = frame.depth(row + step.rows, column + step.columns) - depth;
    if (above > 0.05f) closed += smooth_step(0.05f, step.soft, above);
  }
  visible.ambient = 1 - 0.75f * closed / 8;
  return visible;
}

Vec3 shade_skin(const Paint& paint, const Vec3& normal, const FacePhoto::Light& light,
                const Visibility& visible) {
  const Vec3 n = normalized(mix(normal, Vec3{0, 0, 1}, 0.55f * paint.flat));
  const float cosine = dot(n, light.direction);
  const Vec3 diffuse{wrapped(cosine, 0.55f), wrapped(cosine, 0.38f), wrapped(cosine, 0.33f)};
  const float seen = mix(0.12f, 1.0f, visible.key);
  // Shadows on skin stay a little red.
  const Vec3 shadow{mix(0.22f, 1, visible.key), seen, seen};
  Vec3 colour = paint.colour * (light.key * diffuse * shadow + ambient(light, n) * visible.ambient);
  const Vec3 half = normalized(light.direction + Vec3{0, 0, 1});
  const float spot = std::pow(saturate(dot(n, half)), paint.shine);
  colour += light.key * (0.28f * paint.gloss * spot * visible.key * (1 - paint.flat));
  colour += (paint.colour * 0.6f + Vec3{0.1f, 0.1f, 0.1f}) * rim(light, n) * (1 - paint.flat);
  return colour + paint.glow;
}

Vec3 shade_hair(const Vec3& colour, const Vec3& normal, const Vec3& strand,
                const FacePhoto::Light& light, const Visibility& visible) {
  const float cosine = dot(normal, light.direction);
  const float diffuse = wrapped(cosine, 0.45f) * mix(0.25f, 1.0f, visible.key);
  Vec3 out = colour * (light.key * diffuse + ambient(light, normal) * visible.ambient);
  const Vec3 half = normalized(light.direction + Vec3{0, 0, 1});
  const float across = std::sqrt(std::max(0.0f, 1 - square(dot(strand, half))));
  const float sheen = std::pow(across, 24.0f) * saturate(cosine + 0.2f) * visible.key;
  out += (colour * 1.1f + Vec3{0.025f, 0.025f, 0.028f}) * light.key * (0.75f * sheen);
  return out + (colour + Vec3{0.04f, 0.04f, 0.04f}) * rim(light, normal) * 1.6f;
}

}  // namespace mien::face
