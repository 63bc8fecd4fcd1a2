#include "data/drawing/noise.h"
#include "data/face/bust.h"

namespace mien::face {
namespace {

constexpr float kPi = 3.14159265f;

/// The hair's outline and body for one head.
class HairShape {
 public:
  HairShape(const Head& head, const FaceIdentity& identity)
      : head_(head), hair_(identity.hair), salt_(identity.salt) {}

  Vertex at(float phi, float t) const {
    const float end = end_height(phi);
    // Along the skull down to the level of the eyes, then straight down.
    const float skull = head_.angle_at(std::max(end, 0.0f));
    const float path = t * (skull + std::max(-end, 0.0f) / head_.half_height());
    const bool falls = path > skull;
    const float y = falls ? -(path - skull) * head_.half_height() : head_.height_at(path);
    Vertex vertex;
    vertex.head = position(phi, y, t, path);
    vertex.u = phi + 0.35f * hair_.sweep * t * t;
    vertex.v = path;
    vertex.tip = (1 - t) * path / std::max(t, 0.01f);
    return vertex;
  }

 private:
  /// Height at which the strands of this direction end: hairline, temples, sides, back.
  float end_height(float phi) const {
    const float a = std::abs(phi);
    const float brow = 0.72f - 0.35f * hair_.sweep * std::sin(phi * 1.5f);
    float front = hair_.line - 0.25f * square(a / 0.8f) +
                  hair_.recede * smooth_step(0.15f, 0.6f, a) * smooth_step(1.1f, 0.75f, a);
    front += 0.08f * noise(phi * 7, salt_ + 7);
    const float ragged = 0.22f * noise(phi * 11, salt_ + 8) + 0.1f * noise(phi * 29, salt_ + 9);
    front = mix(front, brow + ragged, hair_.fringe);
    const float temple = mix(front, 0.9f, smooth_step(0.75f, hair_.front, a));
    const float back = std::min(hair_.length, -2.3f);
    const float side = mix(hair_.length, back, smooth_step(1.6f, 2.2f, a)) + ragged;
    return mix(temple, side, smooth_step(hair_.front - 0.02f, hair_.front + 0.14f, a));
  }

  Vec3 position(float phi, float y, float t, float path) const {
    const float a = std::abs(phi);
    const float high = smooth_step(-0.2f, 2.6f, y);
    float body = mix(hair_.side, hair_.top, high);
    const float edge = a < hair_.front + 0.1f ? mix(0.25f, 0.75f, hair_.fringe) : 0.55f;
    body *= mix(1, edge, smooth_step(0.55f, 1.0f, t));
    body *= 1 - 0.4f * bell((phi - hair_.part) / 0.14f) * smooth_step(0.2f, 0.5f, path) * high;
    body += 0.06f * noise(phi * 5, salt_ + 10) * smooth_step(0.1f, 0.4f, path);
    const float hang = smooth_step(-0.8f, -2.2f, hair_.length);
    const float level = mix(y > 0 ? 0.93f * y : y, std::max(0.8f * y, 0.35f), hang);
    Vec3 p = head_.shell(std::max(level, -2.6f), phi, body);
    const float wave = 0.12f * hair_.curl * std::sin(3.2f * y + 2 * noise(phi * 3, salt_ + 11));
    const float below = std::max(-y, 0.0f) * hang;
    p.x *= 1 + 0.03f * below - 0.012f * below * below + 0.3f * wave;
    p.z += wave * 0.5f - 0.08f * below;
    p.y = y + body * std::cos(std::min(path, 1.57f));
    const float curls = hair_.curl * (0.1f + 0.2f * std::max(hair_.top, hair_.side));
    const float bump = curls * (noise(p.x * 2.2f, p.y * 2.2f, p.z * 2.2f, salt_ + 12) +
                                0.5f * noise(p.x * 4.6f, p.y * 4.6f, p.z * 4.6f, salt_ + 13));
    return p + normalized(p) * bump;
  }

  const Head& head_;
  const FaceIdentity::Hair& hair_;
  std::uint32_t salt_;
};

}  // namespace

Sheet hair_sheet(const Head& head, const FaceIdentity& identity) {
  const HairShape shape(head, identity);
  Sheet sheet(34, 120);
  for (int r = 0; r < sheet.rows; ++r) {
    const float t = static_cast<float>(r) / (sheet.rows - 1);
    for (int c = 0; c < sheet.columns; ++c) {
      const float phi = kPi * (2.0f * c / (sheet.columns - 1) - 1);
      sheet.at(r, c) = shape.at(phi, t);
    }
  }
  return sheet;
}

}  // namespace mien::face
