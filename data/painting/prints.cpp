#include "data/painting/palette.h"
#include "data/painting/styles.h"

namespace mien::painting {
namespace {

/// Dark lines along edges: where a narrow blur is darker than a wide one.
float outline(const Canvas& narrow, const Canvas& wide, int r, int c) {
  return smooth_step(0.02f, 0.09f, luminance(wide.near(r, c)) - luminance(narrow.near(r, c)));
}

}  // namespace

Canvas woodcut(const Canvas& image, const Random& random) {
  const float unit = image.unit();
  const Palette inks{.pigments = {pigment(18, 20, 44), pigment(176, 44, 40), pigment(246, 170, 84),
                                  pigment(252, 240, 212)},
                     .keep = 0.3f,
                     .turn = 0,
                     .contrast = 1};
  const Canvas narrow = image.blurred(0.8f * unit), wide = image.blurred(2.2f * unit);
  const std::uint32_t salt = random.bits(0);
  const float slant = 0.5f + 0.3f * random.uniform(1);
  Canvas out(image.height(), image.width());
  for (int r = 0; r < image.height(); ++r) {
    for (int c = 0; c < image.width(); ++c) {
      const Vec3 colour = narrow.near(r, c);
      // Engraved lines bend with the relief; the darker the place, the broader they print.
      const float bright = luminance(colour);
      const float bent = noise(c / (9 * unit), r / (9 * unit), salt) + 2.2f * bright;
      const float phase = (std::cos(slant) * r + std::sin(slant) * c) / (2.7f * unit) + bent;
      const float line = 0.5f + 0.5f * std::cos(6.2831853f * phase);
      const float level = saturate(0.5f + 1.5f * (bright - 0.45f)) * 3 + 0.75f * (line - 0.5f);
      const float step = std::clamp(std::floor(level + 0.5f), 0.0f, 3.0f) / 3;
      const Vec3 ink = inks(Vec3{step, step, step} + (colour - Vec3{bright, bright, bright}));
      const float cut = outline(narrow, wide, r, c);
      out.at(r, c) = mix(ink, pigment(20, 20, 30), 0.85f * cut);
    }
  }
  return out;
}

}  // namespace mien::painting
