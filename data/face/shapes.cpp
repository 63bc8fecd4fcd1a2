#include "data/face/features.h"

namespace mien::face {

EyeShape::EyeShape(const FaceIdentity& identity, const FacePhoto::Expression& expression,
                   bool right)
    : side(right ? 1.0f : -1.0f),
      centre(side),
      half_width(identity.eyes.width),
      up(identity.eyes.open * expression.eyes),
      low(identity.eyes.lower * (1 - 0.45f * saturate(expression.smile)) *
          std::min(1.0f, 0.4f + 0.6f * expression.eyes)),
      tilt(identity.eyes.tilt) {}

float EyeShape::arch(float e, float skew) const {
  const float q = std::clamp(e / half_width, -1.0f, 1.0f);
  const float shifted = q - skew * (1 - q * q);
  return std::pow(std::max(1 - shifted * shifted, 0.0f), 0.75f);
}

BrowShape::BrowShape(const FaceIdentity& identity, const FacePhoto::Expression& expression,
                     bool right)
    : side(right ? 1.0f : -1.0f),
      length(identity.brows.length),
      height(identity.brows.height),
      thickness(identity.brows.thickness),
      arch(identity.brows.arch),
      tilt(identity.brows.tilt),
      raise(0.16f * std::max(0.0f, expression.brows)),
      frown(0.12f * std::max(0.0f, -expression.brows)) {}

float BrowShape::middle(float e) const {
  const float t = e / length;
  return height + raise - frown * smooth_step(0.6f, -1, t) +
         arch * (0.4f - 0.65f * square(t - 0.25f)) + tilt * t;
}

float BrowShape::half_thickness(float e) const {
  const float t = std::clamp(e / length, -1.0f, 1.0f);
  return thickness * smooth_step(-1.12f, -0.7f, t) * mix(1, 0.3f, smooth_step(-0.2f, 1, t));
}

MouthShape::MouthShape(const FaceIdentity& identity, const FacePhoto::Expression& expression)
    : half_width(identity.mouth.width * (1 + 0.27f * expression.smile - 0.1f * expression.open)),
      height(identity.mouth.height),
      upper(identity.mouth.upper * (1 - 0.25f * saturate(expression.smile))),
      lower(identity.mouth.lower * (1 - 0.15f * saturate(expression.smile))),
      bow(identity.mouth.bow * (1 - 0.6f * saturate(expression.smile))),
      curve(0.26f * expression.smile),
      gap(0.42f * expression.open + 0.42f * std::max(0.0f, expression.smile - 0.4f)) {}

float MouthShape::taper(float x, float power) const {
  return std::pow(std::max(1 - square(x / half_width), 0.0f), power);
}
float MouthShape::inner_top(float x) const {
  return line(x) + 0.3f * gap * taper(x, 0.8f) + 0.02f * bell(x / 0.12f);
}
float MouthShape::inner_bottom(float x) const { return line(x) - 0.7f * gap * taper(x, 0.8f); }
float MouthShape::top(float x) const {
  return inner_top(x) + upper * taper(x, 0.75f) - bow * bell(x / (0.22f * half_width));
}
float MouthShape::bottom(float x) const { return inner_bottom(x) - lower * taper(x, 0.65f); }

}  // namespace mien::face
