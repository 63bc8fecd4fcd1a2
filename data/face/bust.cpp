#include "data/face/bust.h"

namespace mien::face {
namespace {

constexpr float kPi = 3.14159265f;

/// Angles from -pi to pi, twice as dense in front as behind.
float spread_angle(int column, int columns) {
  const float t = 2.0f * column / (columns - 1) - 1;
  return kPi * t * (0.5f + 0.5f * t * t);
}

}  // namespace

Sheet head_sheet(const Head& head) {
  Sheet sheet(76, 84);
  for (int r = 0; r < sheet.rows; ++r) {
    const auto section = head.section(head.height_at(kPi * r / (sheet.rows - 1)));
    for (int c = 0; c < sheet.columns; ++c) {
      sheet.at(r, c).head = head.point(section, spread_angle(c, sheet.columns));
    }
  }
  return sheet;
}

Sheet ear_sheet(const Head& head, const FaceIdentity& identity, bool right) {
  const float side = right ? 1.0f : -1.0f, scale = identity.head.ears;
  const Vec3 centre{side * (head.half_width(-0.4f) + 0.02f), -0.42f, -0.35f};
  Sheet sheet(12, 16);
  for (int r = 0; r < sheet.rows; ++r) {
    const float theta = kPi * r / (sheet.rows - 1);
    for (int c = 0; c < sheet.columns; ++c) {
      const float phi = 2 * kPi * c / (sheet.columns - 1) - kPi;
      const float across = std::sin(theta) * std::sin(phi), along = std::sin(theta) * std::cos(phi);
      const float up = std::cos(theta);
      const float lean = 0.16f * up + 0.18f * across * side;  // the upper rim stands off
      sheet.at(r, c).head =
          centre +
          Vec3{side * lean + 0.2f * across, 0.72f * up * (1 - 0.1f * up), 0.34f * along} * scale;
    }
  }
  return sheet;
}

Sheet neck_sheet(const FaceIdentity& identity) {
  Sheet sheet(14, 40);
  const float base = 1.15f + 0.42f * identity.masculinity;
  for (int r = 0; r < sheet.rows; ++r) {
    const float y = mix(-1.4f, -6.5f, static_cast<float>(r) / (sheet.rows - 1));
    const float flare = 0.55f * smooth_step(-3.8f, -5.6f, y);
    for (int c = 0; c < sheet.columns; ++c) {
      const float phi = spread_angle(c, sheet.columns);
      sheet.at(r, c).head = {(base + flare) * std::sin(phi), y,
                             -0.75f + (base + 0.2f * flare) * std::cos(phi)};
    }
  }
  return sheet;
}

Sheet clothes_sheet(const FaceIdentity& identity, const FacePhoto& photo) {
  Sheet sheet(20, 48);
  const float neck = 1.32f + 0.42f * identity.masculinity;
  for (int r = 0; r < sheet.rows; ++r) {
    const float t = static_cast<float>(r) / (sheet.rows - 1);
    for (int c = 0; c < sheet.columns; ++c) {
      const float phi = spread_angle(c, sheet.columns);
      const float in_front = std::max(std::cos(phi), 0.0f);
      const float collar = mix(-3.55f, photo.neckline, in_front * in_front);
      const float wide = neck + (5.6f + identity.masculinity - neck) * std::pow(t, 0.8f);
      const float y = collar - 1.4f * t - 4.5f * t * t;
      sheet.at(r, c).head = {wide * std::sin(phi), y,
                             -0.75f + (neck + 1.4f * std::sqrt(t)) * std::cos(phi)};
    }
  }
  return sheet;
}

}  // namespace mien::face
