#include "data/painting/palette.h"
#include "data/painting/stroke.h"
#include "data/painting/styles.h"

namespace mien::painting {
namespace {

/// Places on a grid of `step` pixels, each shifted at random, visited in random order.
template <class Visit>
void scatter(const Canvas& image, float step, const Random& random, Visit visit) {
  const int rows = static_cast<int>(std::ceil(image.height() / step)) + 1;
  const int columns = static_cast<int>(std::ceil(image.width() / step)) + 1;
  for (Index cell : random_permutation(Index{rows} * columns, random)) {
    const Random draws(random.seed(), random.stream() + 1 + cell, random.step());
    const float x = (cell % columns + draws.uniform(0) - 0.5f) * step;
    const float y = (cell / columns + draws.uniform(1) - 0.5f) * step;
    visit(x, y, draws);
  }
}

Random layer(const Random& random, std::uint64_t number) {
  return {random.seed(), random.stream() ^ (number * 0x9E3779B97F4A7C15u), random.step()};
}

Vec3 jittered(const Vec3& colour, const Random& draws, float amount) {
  const auto shift = [&](int i) { return amount * (2 * draws.uniform(8 + i) - 1); };
  return colour + Vec3{shift(0), shift(1), shift(2)};
}

}  // namespace

Canvas brush_strokes(const Canvas& image, const Random& random) {
  const float unit = image.unit();
  const Palette palette{
      .pigments = {pigment(34, 8, 78), pigment(10, 84, 140), pigment(52, 160, 132),
                   pigment(240, 196, 70), pigment(255, 250, 206)},
      .keep = 0.3f,
      .turn = 0.6f,
      .contrast = 1.25f};
  const Canvas colours = palette(image.blurred(0.9f * unit));
  const Contours contours(image.blurred(unit), 2.2f * unit);
  Canvas canvas = colours.blurred(3 * unit);
  const struct { float step, length, width; } passes[] = {{3.6f, 6, 2.1f}, {2.1f, 3.4f, 1.05f}};
  for (int pass = 0; pass < 2; ++pass) {
    const auto& brush = passes[pass];
    scatter(image, brush.step * unit, layer(random, pass + 1),
            [&](float x, float y, const Random& draws) {
              const float clear = contours.strength(x, y);
              if (pass == 1 && draws.uniform(2) > 0.15f + 1.6f * clear) return;
              Stroke stroke;
              stroke.x = x, stroke.y = y;
              stroke.angle =
                  contours.angle(x, y) + 0.5f * (draws.uniform(3) - 0.5f) * (1.3f - clear);
              stroke.length = brush.length * unit * mix(1.0f, 0.55f, clear);
              stroke.width = brush.width * unit;
              stroke.bend = 0.35f * (draws.uniform(4) - 0.5f);
              stroke.colour = jittered(colours.sample(x, y), draws, 0.11f);
              stroke.relief = 0.2f;
              stroke.opacity = 0.95f;
              stroke.salt = draws.bits(5);
              lay(canvas, stroke);
            });
  }
  return canvas;
}

Canvas pointillism(const Canvas& image, const Random& random) {
  const float unit = image.unit();
  const Palette palette{.pigments = {pigment(44, 30, 96), pigment(120, 60, 120),
                                     pigment(226, 132, 96), pigment(250, 226, 168)},
                        .keep = 0.9f,
                        .turn = -0.3f,
                        .contrast = 1.25f};
  const Canvas colours = palette(image.blurred(0.5f * unit));
  Canvas canvas(image.height(), image.width(), pigment(246, 238, 214));
  for (int pass = 0; pass < 3; ++pass) {
    scatter(image, mix(2.6f, 1.9f, pass / 2.0f) * unit, layer(random, pass + 1),
            [&](float x, float y, const Random& draws) {
              Stroke dot;
              dot.x = x, dot.y = y;
              dot.length = 0.15f * unit;
              dot.width = mix(0.7f, 1.15f, draws.uniform(2)) * unit;
              const Vec3 colour = colours.sample(x, y);
              // Broken colour: of neighbouring dots one is warmer, one colder, one a complement.
              const float bright = luminance(colour);
              const Vec3 grey{bright, bright, bright};
              const float vivid =
                  draws.uniform(3) < 0.18f ? -1.2f : mix(1.2f, 2.4f, draws.uniform(4));
              dot.colour = jittered(grey + (colour - grey) * vivid, draws, 0.1f);
              dot.relief = 0.05f;
              lay(canvas, dot);
            });
  }
  return canvas;
}

Canvas crayon(const Canvas& image, const Random& random) {
  const float unit = image.unit();
  const Palette palette{.pigments = {pigment(70, 40, 110), pigment(40, 110, 190),
                                     pigment(216, 92, 140), pigment(255, 206, 120)},
                        .keep = 0.7f,
                        .turn = 1.0f,
                        .contrast = 0.9f};
  const Canvas soft = image.blurred(0.6f * unit);
  const Canvas colours = palette(soft);
  const Vec3 paper = pigment(243, 236, 222);
  Canvas canvas(image.height(), image.width(), paper);
  const float slant = -0.9f + 0.3f * random.uniform(0);
  for (int pass = 0; pass < 3; ++pass) {
    scatter(image, 1.75f * unit, layer(random, pass + 1),
            [&](float x, float y, const Random& draws) {
              // Darker places are hatched more often, in more directions.
              const float dark = 1 - luminance(soft.sample(x, y));
              if (draws.uniform(2) > 0.1f + 1.15f * dark - 0.28f * pass) return;
              Stroke line;
              line.x = x, line.y = y;
              line.angle = slant + 0.8f * pass + 0.25f * (draws.uniform(3) - 0.5f);
              line.length = mix(2.4f, 4.6f, draws.uniform(4)) * unit;
              line.width = 0.42f * unit;
              line.bend = 0.15f * (draws.uniform(5) - 0.5f);
              line.colour = jittered(colours.sample(x, y), draws, 0.08f);
              line.opacity = 0.8f;
              line.relief = 0.3f;
              line.salt = draws.bits(6);
              lay(canvas, line);
            });
  }
  const std::uint32_t grain = random.bits(1);
  for (int r = 0; r < canvas.height(); ++r) {
    for (int c = 0; c < canvas.width(); ++c) {
      const float bump = noise(1.1f * c / unit, 1.1f * r / unit, grain);
      canvas.at(r, c) = mix(canvas.at(r, c), paper, 0.35f * smooth_step(0.1f, 0.7f, bump));
    }
  }
  return canvas;
}

}  // namespace mien::painting
