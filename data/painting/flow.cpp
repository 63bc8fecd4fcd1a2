#include "data/painting/palette.h"
#include "data/painting/styles.h"

namespace mien::painting {
namespace {

/// A divergence-free field of whirls, as the turned gradient of noise, of length about one.
Vec3 whirl(float x, float y, std::uint32_t salt) {
  constexpr float kStep = 0.08f;
  const auto height = [&](float u, float v) { return noise(u, v, salt); };
  const Vec3 flow{height(x, y + kStep) - height(x, y - kStep),
                  height(x - kStep, y) - height(x + kStep, y), 0};
  return normalized(flow + Vec3{1e-4f, 0, 0});
}

/// Where the paint flows: along clear contours, elsewhere in whirls.
Canvas flow_field(const Canvas& image, std::uint32_t salt) {
  const float unit = image.unit();
  const Contours contours(image.blurred(unit), 2.5f * unit);
  Canvas field(image.height(), image.width());
  for (int r = 0; r < image.height(); ++r) {
    for (int c = 0; c < image.width(); ++c) {
      const float x = c + 0.5f, y = r + 0.5f;
      const Vec3 free = whirl(x / (15 * unit), y / (15 * unit), salt);
      Vec3 along = contours.direction(x, y);
      if (dot(along, free) < 0) along = along * -1.0f;
      field.at(r, c) = normalized(mix(free, along, saturate(1.5f * contours.strength(x, y))));
    }
  }
  return field;
}

}  // namespace

Canvas swirls(const Canvas& image, const Random& random) {
  const float unit = image.unit();
  const std::uint32_t salt = random.bits(0), fibres = random.bits(1);
  const Palette palette{
      .pigments = {pigment(14, 22, 70), pigment(44, 70, 140), pigment(190, 62, 44),
                   pigment(240, 144, 44), pigment(252, 222, 130)},
      .keep = 0.45f,
      .turn = -0.5f,
      .contrast = 1.2f};
  const Canvas field = flow_field(image, salt);
  Canvas out(image.height(), image.width());
  constexpr int kSteps = 6;
  const Canvas narrow = image.blurred(0.7f * unit), wide = image.blurred(2.4f * unit);
  for (int r = 0; r < image.height(); ++r) {
    for (int c = 0; c < image.width(); ++c) {
      Vec3 colour = image.near(r, c);
      float streak = 0;
      for (float way : {1.0f, -1.0f}) {
        float x = c + 0.5f, y = r + 0.5f;
        for (int i = 0; i < kSteps; ++i) {
          const Vec3 flow = field.sample(x, y) * (way * unit * 0.5f);
          x += flow.x;
          y += flow.y;
          colour += image.sample(x, y);
          streak += noise(1.05f * x / unit, 1.05f * y / unit, fibres);
        }
      }
      colour = colour * (1.0f / (2 * kSteps + 1));
      streak *= 1.0f / (2 * kSteps);
      const float relief = luminance(narrow.near(r, c)) - luminance(wide.near(r, c));
      const Vec3 painted = palette(colour + Vec3{1, 1, 1} * (0.3f * streak + 1.3f * relief));
      out.at(r, c) = painted * (1 + 0.45f * streak);
    }
  }
  return out;
}

Canvas watercolour(const Canvas& image, const Random& random) {
  const float unit = image.unit();
  const std::uint32_t salt = random.bits(0);
  const Palette palette{
      .pigments = {pigment(62, 54, 120), pigment(96, 132, 178), pigment(236, 158, 150),
                   pigment(252, 226, 190), pigment(255, 252, 246)},
      .keep = 0.7f,
      .turn = 0.5f,
      .contrast = 1.1f};
  const Canvas wash = image.blurred(1.3f * unit), wide = image.blurred(3.2f * unit);
  Canvas out(image.height(), image.width());
  for (int r = 0; r < image.height(); ++r) {
    for (int c = 0; c < image.width(); ++c) {
      const float u = c / unit, v = r / unit;
      const auto wander = [&](std::uint32_t which) {
        return unit * (1.5f * noise(u / 5, v / 5, salt + which) +
                       0.8f * noise(u / 1.8f, v / 1.8f, salt + which + 2));
      };
      const float x = c + 0.5f + wander(0), y = r + 0.5f + wander(1);
      const Vec3 here = wash.sample(x, y);
      const float edge = luminance(here) - luminance(wide.sample(x, y));
      // Pigment pools where a wash ends, and settles in the paper's grain.
      const float pool = smooth_step(0.015f, 0.09f, std::abs(edge));
      const float bloom = noise(u / 9, v / 9, salt + 8);
      const float grain = noise(u * 1.3f, v * 1.3f, salt + 9);
      Vec3 colour = palette(here + Vec3{1, 1, 1} * (0.1f + 0.13f * bloom + 0.5f * edge));
      colour = colour * (1 - 0.2f * pool - 0.05f * grain);
      out.at(r, c) = mix(colour, Vec3{1, 1, 0.98f}, 0.12f + 0.15f * smooth_step(0.3f, 0.9f, bloom));
    }
  }
  return out;
}

}  // namespace mien::painting
