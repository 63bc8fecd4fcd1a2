#pragma once

#include <algorithm>
#include <cmath>

namespace mien::drawing {

/// A position, a direction or a linear colour.
struct Vec3 {
  float x = 0, y = 0, z = 0;

  Vec3 operator+(const Vec3& b) const { return {x + b.x, y + b.y, z + b.z}; }
  Vec3 operator-(const Vec3& b) const { return {x - b.x, y - b.y, z - b.z}; }
  Vec3 operator*(const Vec3& b) const { return {x * b.x, y * b.y, z * b.z}; }
  Vec3 operator*(float s) const { return {x * s, y * s, z * s}; }
  Vec3& operator+=(const Vec3& b) { return *this = *this + b; }
};

inline float dot(const Vec3& a, const Vec3& b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
inline Vec3 cross(const Vec3& a, const Vec3& b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
inline Vec3 normalized(const Vec3& a) { return a * (1 / std::sqrt(dot(a, a) + 1e-12f)); }

inline float mix(float a, float b, float t) { return a + (b - a) * t; }
inline Vec3 mix(const Vec3& a, const Vec3& b, float t) { return a + (b - a) * t; }
inline float saturate(float x) { return std::clamp(x, 0.0f, 1.0f); }
inline float square(float x) { return x * x; }

/// 0 below `low`, 1 above `high`, smooth between; with `low` > `high` it falls instead of rising.
inline float smooth_step(float low, float high, float x) {
  const float t = saturate((x - low) / (high - low));
  return t * t * (3 - 2 * t);
}

/// exp(-x^2), and 0 where that is below 1e-6.
inline float bell(float x) { return std::abs(x) < 3.7f ? std::exp(-x * x) : 0; }

/// An sRGB colour with channels in 0 ... 255, as linear light (gamma 2).
inline Vec3 srgb(float r, float g, float b) {
  return {square(r / 255), square(g / 255), square(b / 255)};
}

/// A rotation of space.
struct Rotation {
  Vec3 row[3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};

  Vec3 operator()(const Vec3& p) const { return {dot(row[0], p), dot(row[1], p), dot(row[2], p)}; }
  Vec3 inverse(const Vec3& p) const { return row[0] * p.x + row[1] * p.y + row[2] * p.z; }
};

}  // namespace mien::drawing
