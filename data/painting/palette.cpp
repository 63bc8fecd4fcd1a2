#include "data/painting/palette.h"

namespace mien::painting {
namespace {

/// Turns a colour difference about the grey axis.
Vec3 turned(const Vec3& chroma, float angle) {
  constexpr float kThird = 0.57735027f;
  const Vec3 axis{kThird, kThird, kThird};
  const float c = std::cos(angle), s = std::sin(angle);
  return chroma * c + cross(axis, chroma) * s + axis * (dot(axis, chroma) * (1 - c));
}

}  // namespace

Vec3 Palette::operator()(const Vec3& colour) const {
  const float bright = luminance(colour);
  const float stretched = saturate(0.5f + contrast * (bright - 0.5f));
  const float place = stretched * (pigments.size() - 1);
  const auto low = std::min(static_cast<std::size_t>(place), pigments.size() - 2);
  const Vec3 base = mix(pigments[low], pigments[low + 1], place - low);
  const Vec3 chroma = colour - Vec3{bright, bright, bright};
  return base + turned(chroma, turn) * keep;
}

Canvas Palette::operator()(const Canvas& image) const {
  Canvas out(image.height(), image.width());
  for (int r = 0; r < image.height(); ++r) {
    for (int c = 0; c < image.width(); ++c) out.at(r, c) = (*this)(image.near(r, c));
  }
  return out;
}

}  // namespace mien::painting
