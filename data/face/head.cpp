#include "data/face/head.h"

namespace mien::face {

Head::Head(const FaceIdentity& identity, const FacePhoto::Expression& expression)
    : who_(identity),
      smile_(std::max(0.0f, expression.smile)),
      open_(expression.open),
      top_(3.72f),
      bottom_(-identity.head.chin_length - 0.12f * expression.open),
      centre_((top_ + bottom_) / 2),
      half_height_((top_ - bottom_) / 2) {
  eye_[0] = front(-1, 0);
  eye_[1] = front(1, 0);
}

float Head::angle_at(float y) const {
  return std::acos(std::clamp((y - centre_) / half_height_, -1.0f, 1.0f));
}

float Head::roundness(float y, float power) const {
  const float c = (y - centre_) / half_height_;
  return std::pow(std::max(1 - c * c, 0.0f), power / 2);
}

float Head::half_width(float y) const {
  const auto& head = who_.head;
  const float jaw = (head.jaw - 1) * bell((y + 2.3f) / 1.2f);
  const float chin = (head.chin_width - 1) * bell((y + 3.2f) / 0.7f);
  const float temple = (head.temple - 1) * smooth_step(0, 1.5f, y);
  return head.width * (1 + jaw + chin + temple) * roundness(y, y > centre_ ? 0.36f : 0.88f);
}

Head::Section Head::section(float y) const {
  return {y, half_width(y), 2.3f * roundness(y, 0.5f) + 0.1f * bell((y - 1.6f) / 1.0f),
          3.1f * roundness(y - 0.5f * (y < centre_), 0.9f)};
}

Vec3 Head::shell(float y, float phi, float thickness) const {
  const Section at = section(y);
  const float facing = std::cos(phi);
  return {(at.half_width + thickness) * std::sin(phi), y,
          ((facing > 0 ? at.front : at.back) + thickness) * facing};
}

Vec3 Head::point(const Section& at, float phi) const {
  const float facing = std::cos(phi);
  Vec3 p{at.half_width * std::sin(phi), at.y, (facing > 0 ? at.front : at.back) * facing};
  if (facing > 0) p.z += relief(p.x, at.y) * smooth_step(0.0f, 0.5f, facing);
  return p;
}

Vec3 Head::front(float x, float y) const {
  const Section at = section(y);
  const float w = std::max(at.half_width, 1e-3f);
  return point(at, std::asin(std::clamp(x / w, -0.999f, 0.999f)));
}

float Head::nose(float x, float y) const {
  const auto& nose = who_.nose;
  const float tip_y = -nose.length + 0.22f;
  const float t = saturate((0.25f - y) / (0.25f - tip_y));  // 0 at the root, 1 at the tip
  const float below = smooth_step(-nose.length - 0.16f, tip_y + 0.05f, y);
  const float above = smooth_step(0.75f, 0.1f, y);
  const float ridge = mix(nose.bridge, nose.height, t * t * (1.6f - 0.6f * t)) * below * above;
  const float half = mix(0.3f, nose.width * 0.62f, t * t);
  const float wings = 0.3f * nose.height * bell((std::abs(x) - nose.width * 0.66f) / 0.17f) *
                      bell((y - tip_y - 0.02f) / 0.2f);
  const float ball = 0.16f * bell(x / nose.tip) * bell((y - tip_y) / 0.24f);
  return ridge * bell(x / half) + wings + ball;
}

float Head::mouth(float x, float y) const {
  const auto& lips = who_.mouth;
  const float line = lips.height + 0.12f * smile_ * square(x / lips.width);
  const float spread = lips.width * (1 + 0.25f * smile_);
  const float across = bell(x / (0.8f * spread));
  const float upper = (0.06f + 0.5f * lips.upper) * bell((y - line - 0.55f * lips.upper) / 0.16f);
  const float lower =
      (0.06f + 0.5f * lips.lower) * bell((y - line + 0.6f * lips.lower + 0.3f * open_) / 0.19f);
  const float muzzle = 0.2f * bell(x / 1.0f) * bell((y - lips.height) / 0.7f);
  const float fold = -0.1f * bell(x / 0.6f) * bell((y - lips.height + 0.55f) / 0.16f);
  const float philtrum = -0.04f * bell(x / 0.08f) * bell((y - line - 0.35f) / 0.16f);
  return muzzle + fold + philtrum + (upper + lower) * across;
}

float Head::relief(float x, float y) const {
  const auto& head = who_.head;
  const float ax = std::abs(x);
  float z = nose(x, y) + mouth(x, y);
  z += head.brow_ridge * bell((ax - 0.8f) / 0.6f) * bell((y - 0.5f) / 0.24f);
  z -= 0.3f * bell((ax - 0.95f) / 0.5f) * bell((y + 0.02f) / 0.36f);
  z += 0.13f * bell((ax - 1) / 0.36f) * bell(y / 0.24f);  // the eyeball under the lids
  const float lift = 0.15f * smile_;
  z += (head.cheeks + 0.14f * smile_) * bell((ax - 1.2f) / 0.5f) * bell((y + 1.05f - lift) / 0.5f);
  z -= 0.06f * bell((ax - 1.4f) / 0.4f) * bell((y + 2) / 0.6f);
  z += 0.3f * bell(x / (0.55f * head.chin_width)) * bell((y - bottom_ - 0.5f) / 0.42f);
  return z;
}

}  // namespace mien::face
