#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "data/face/vec3.h"

namespace mien::face {

/// What a visible point belongs to.
enum class Part : std::uint8_t { background, clothes, neck, ear, head, hair };

/// A point of a surface.
struct Vertex {
  Vec3 head;           ///< in head coordinates
  Vec3 view;           ///< rotated by the pose: x to the right, y up, z towards the viewer
  Vec3 normal;         ///< in view coordinates, towards the outside
  float u = 0, v = 0;  ///< surface coordinates, for strands
  float tip = 0;       ///< length left to the end of the strand
};

/// A sheet of rows x columns vertices.
struct Sheet {
  Sheet(int rows_, int columns_) : rows(rows_), columns(columns_), vertices(rows_ * columns_) {}
  Vertex& at(int row, int column) { return vertices[row * columns + column]; }
  const Vertex& at(int row, int column) const { return vertices[row * columns + column]; }

  /// Fills `view` from `head`, and normals by differences of neighbours. `flip` turns them over.
  void finish(const Rotation& pose, const Vec3& offset, bool flip);

  int rows, columns;
  std::vector<Vertex> vertices;
};

/// How view coordinates map to samples: column = x * scale + left, row = top - y * scale.
struct Camera {
  float scale = 1, left = 0, top = 0;
};

/// The nearest surface point of each sample.
class Frame {
 public:
  explicit Frame(int side);

  void draw(const Sheet& sheet, Part part, const Camera& camera);

  int side() const { return side_; }
  const Vertex& at(int row, int column) const { return points_[row * side_ + column]; }
  Part part(int row, int column) const { return parts_[row * side_ + column]; }
  /// Depth at a place that may lie outside: there, infinitely far.
  float depth(int row, int column) const {
    const bool inside = row >= 0 && row < side_ && column >= 0 && column < side_;
    return inside ? depth_[row * side_ + column] : kFar;
  }

 private:
  static constexpr float kFar = -std::numeric_limits<float>::infinity();

  struct Corner {
    float x, y;  // in samples
    const Vertex* vertex;
  };
  void triangle(const Corner& a, const Corner& b, const Corner& c, Part part);

  int side_;
  std::vector<float> depth_;
  std::vector<Part> parts_;
  std::vector<Vertex> points_;
};

}  // namespace mien::face
