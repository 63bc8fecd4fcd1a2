#include "data/painting/palette.h"
#include "data/painting/styles.h"

namespace mien::painting {
namespace {

/// The two nearest of the jittered points of a square grid.
struct Nearest {
  int row = 0, column = 0;  ///< cell of the nearest one
  float border = 0;         ///< distance from the line midway between the two
};

struct Seeds {
  float step, wander;
  std::uint32_t salt;

  Vec3 at(int row, int column) const {
    const auto shift = [&](std::uint32_t axis) {
      return 0.5f + wander * (cell_value(column, row, salt + axis) - 0.5f);
    };
    return {(column + shift(0)) * step, (row + shift(1)) * step, 0};
  }

  Nearest nearest(float x, float y) const {
    const int row = static_cast<int>(std::floor(y / step));
    const int column = static_cast<int>(std::floor(x / step));
    float first = 1e9f, second = 1e9f;
    Nearest found;
    Vec3 seed, other;
    for (int r = row - 2; r <= row + 2; ++r) {
      for (int c = column - 2; c <= column + 2; ++c) {
        const Vec3 p = at(r, c);
        const float d = square(p.x - x) + square(p.y - y);
        if (d < first) {
          second = first, other = seed;
          first = d, seed = p;
          found.row = r, found.column = c;
        } else if (d < second) {
          second = d, other = p;
        }
      }
    }
    const Vec3 apart = other - seed;
    found.border = (second - first) / (2 * std::sqrt(dot(apart, apart)));
    return found;
  }
};

Vec3 shifted(const Vec3& colour, int row, int column, std::uint32_t salt, float amount) {
  const auto shift = [&](std::uint32_t i) {
    return amount * (2 * cell_value(column, row, salt + 16 + i) - 1);
  };
  return colour + Vec3{shift(0), shift(1), shift(2)};
}

}  // namespace

Canvas stained_glass(const Canvas& image, const Random& random) {
  const float unit = image.unit();
  const Palette palette{
      .pigments = {pigment(20, 10, 60), pigment(120, 20, 90), pigment(30, 120, 150),
                   pigment(240, 180, 40), pigment(255, 246, 190)},
      .keep = 0.8f,
      .turn = 0.25f,
      .contrast = 1.25f};
  const Canvas colours = palette(image.blurred(0.8f * unit));
  const Seeds seeds{3.1f * unit, 0.95f, random.bits(0)};
  Canvas out(image.height(), image.width());
  for (int r = 0; r < image.height(); ++r) {
    for (int c = 0; c < image.width(); ++c) {
      const float x = c + 0.5f, y = r + 0.5f;
      const Nearest cell = seeds.nearest(x, y);
      const Vec3 centre = seeds.at(cell.row, cell.column);
      Vec3 glass =
          shifted(colours.sample(centre.x, centre.y), cell.row, cell.column, seeds.salt, 0.1f);
      glass = glass * (1 + 0.05f * ((x - centre.x) - (y - centre.y)) / unit);
      const float lead = smooth_step(0.55f * unit, 0.1f * unit, cell.border);
      out.at(r, c) = mix(glass, pigment(16, 14, 20), 0.8f * lead);
    }
  }
  return out;
}

Canvas mosaic(const Canvas& image, const Random& random) {
  const float unit = image.unit();
  const Palette palette{.pigments = {pigment(14, 34, 96), pigment(20, 116, 150),
                                     pigment(206, 160, 54), pigment(252, 238, 190)},
                        .keep = 0.5f,
                        .turn = -0.6f,
                        .contrast = 1.3f};
  const Canvas colours = palette(image.blurred(0.8f * unit));
  const std::uint32_t salt = random.bits(0);
  const float stone = 2.5f * unit;
  Canvas out(image.height(), image.width());
  for (int r = 0; r < image.height(); ++r) {
    for (int c = 0; c < image.width(); ++c) {
      // Courses run in waves, and each is shifted against the next.
      const float wave_x = 2.2f * unit * noise(c / (13 * unit), r / (13 * unit), salt + 3);
      const float wave_y = 3.2f * unit * noise(c / (15 * unit), r / (15 * unit), salt + 4);
      const float v = (r + 0.5f + wave_y) / stone;
      const int row = static_cast<int>(std::floor(v));
      const float u = (c + 0.5f + wave_x) / stone + cell_value(0, row, salt + 5);
      const int column = static_cast<int>(std::floor(u));
      const float du = u - column - 0.5f, dv = v - row - 0.5f;
      const float x = c + 0.5f - du * stone, y = r + 0.5f - dv * stone;
      Vec3 tile = shifted(colours.sample(x, y), row, column, salt, 0.13f);
      tile = tile * (1.04f - 0.22f * (du + dv));  // light from the upper left
      const float edge = (0.5f - std::max(std::abs(du), std::abs(dv))) * stone;
      out.at(r, c) =
          mix(tile, pigment(214, 206, 190), 0.65f * smooth_step(0.4f * unit, 0.05f * unit, edge));
    }
  }
  return out;
}

}  // namespace mien::painting
