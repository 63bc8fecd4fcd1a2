#include "data/drawing/noise.h"

#include <cmath>

#include "data/drawing/vec3.h"

namespace mien::drawing {
namespace {

std::uint32_t hash(std::uint32_t x, std::uint32_t y, std::uint32_t z, std::uint32_t salt) {
  std::uint32_t h = x * 0x8da6b343u ^ y * 0xd8163841u ^ z * 0xcb1ab31fu ^ salt * 0x165667b1u;
  h = (h ^ h >> 15) * 0x2c1b3c6du;
  h = (h ^ h >> 12) * 0x297a2d39u;
  return h ^ h >> 15;
}

float unit(std::uint32_t bits) { return static_cast<float>(bits >> 8) * 0x1p-24f; }

struct Lattice {
  explicit Lattice(float x) {
    const float low = std::floor(x);
    cell = static_cast<std::uint32_t>(static_cast<std::int32_t>(low));
    const float t = x - low;
    weight = t * t * (3 - 2 * t);
  }
  std::uint32_t cell;
  float weight;
};

float along_x(const Lattice& x, std::uint32_t y, std::uint32_t z, std::uint32_t salt) {
  return mix(unit(hash(x.cell, y, z, salt)), unit(hash(x.cell + 1, y, z, salt)), x.weight);
}

float along_xy(const Lattice& x, const Lattice& y, std::uint32_t z, std::uint32_t salt) {
  return mix(along_x(x, y.cell, z, salt), along_x(x, y.cell + 1, z, salt), y.weight);
}

}  // namespace

float noise(float x, std::uint32_t salt) { return 2 * along_x(Lattice(x), 0, 0, salt) - 1; }

float noise(float x, float y, std::uint32_t salt) {
  return 2 * along_xy(Lattice(x), Lattice(y), 0, salt) - 1;
}

float noise(float x, float y, float z, std::uint32_t salt) {
  const Lattice lx(x), ly(y), lz(z);
  return 2 * mix(along_xy(lx, ly, lz.cell, salt), along_xy(lx, ly, lz.cell + 1, salt), lz.weight) -
         1;
}

float cell_value(std::int32_t x, std::int32_t y, std::uint32_t salt) {
  return unit(hash(static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y), 0, salt));
}

}  // namespace mien::drawing
