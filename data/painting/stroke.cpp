#include "data/painting/stroke.h"

namespace mien::painting {

void lay(Canvas& canvas, const Stroke& s) {
  const float reach = s.length + s.width + 1 + std::abs(s.bend) * s.length;
  const float cos = std::cos(s.angle), sin = std::sin(s.angle);
  const int top = std::max(0, static_cast<int>(s.y - reach));
  const int bottom = std::min(canvas.height() - 1, static_cast<int>(s.y + reach));
  const int left = std::max(0, static_cast<int>(s.x - reach));
  const int right = std::min(canvas.width() - 1, static_cast<int>(s.x + reach));
  for (int row = top; row <= bottom; ++row) {
    for (int column = left; column <= right; ++column) {
      const float dx = column + 0.5f - s.x, dy = row + 0.5f - s.y;
      const float along = dx * cos + dy * sin;
      const float t = along / s.length;
      const float across = dy * cos - dx * sin - s.bend * s.length * t * t;
      const float past = std::max(std::abs(along) - s.length, 0.0f);
      const float inside = s.width - std::sqrt(across * across + past * past);
      const float cover = saturate(inside + 0.5f) * s.opacity;
      if (cover <= 0) continue;
      const float bristle = noise(3 * across / s.width, 0.6f * t, s.salt);
      const float edge = across / s.width;
      const Vec3 paint = s.colour * (1 + s.relief * (bristle - 0.8f * edge));
      canvas.at(row, column) = mix(canvas.at(row, column), paint, cover);
    }
  }
}

}  // namespace mien::painting
