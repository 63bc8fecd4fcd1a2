#include "data/face/raster.h"

#include <limits>

namespace mien::face {
namespace {

constexpr float kFar = -std::numeric_limits<float>::infinity();

Vertex blend(const Vertex& a, const Vertex& b, const Vertex& c, float wa, float wb, float wc) {
  const auto mixed = [=](const Vec3& x, const Vec3& y, const Vec3& z) {
    return x * wa + y * wb + z * wc;
  };
  return {mixed(a.head, b.head, c.head), mixed(a.view, b.view, c.view),
          mixed(a.normal, b.normal, c.normal), a.u * wa + b.u * wb + c.u * wc,
          a.v * wa + b.v * wb + c.v * wc};
}

}  // namespace

void Sheet::finish(const Rotation& pose, const Vec3& offset, bool flip) {
  for (auto& vertex : vertices) vertex.view = pose(vertex.head) + offset;
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < columns; ++c) {
      const Vec3 down = at(std::min(r + 1, rows - 1), c).view - at(std::max(r - 1, 0), c).view;
      const Vec3 right = at(r, std::min(c + 1, columns - 1)).view - at(r, std::max(c - 1, 0)).view;
      at(r, c).normal = normalized(flip ? cross(right, down) : cross(down, right));
    }
  }
}

Frame::Frame(int side)
    : side_(side),
      depth_(side * side, kFar),
      parts_(side * side, Part::background),
      points_(side * side) {}

float Frame::depth(int row, int column) const {
  const bool inside = row >= 0 && row < side_ && column >= 0 && column < side_;
  return inside ? depth_[row * side_ + column] : kFar;
}

void Frame::draw(const Sheet& sheet, Part part, const Camera& camera) {
  for (int r = 0; r + 1 < sheet.rows; ++r) {
    for (int c = 0; c + 1 < sheet.columns; ++c) {
      triangle(sheet.at(r, c), sheet.at(r + 1, c), sheet.at(r, c + 1), part, camera);
      triangle(sheet.at(r + 1, c), sheet.at(r + 1, c + 1), sheet.at(r, c + 1), part, camera);
    }
  }
}

void Frame::triangle(const Vertex& a, const Vertex& b, const Vertex& c, Part part,
                     const Camera& camera) {
  const float ax = a.view.x * camera.scale + camera.left, ay = camera.top - a.view.y * camera.scale;
  const float bx = b.view.x * camera.scale + camera.left, by = camera.top - b.view.y * camera.scale;
  const float cx = c.view.x * camera.scale + camera.left, cy = camera.top - c.view.y * camera.scale;
  const float area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
  if (std::abs(area) < 1e-9f) return;
  const auto first = [&](float x, float y, float z) {
    return std::max(0, static_cast<int>(std::ceil(std::min({x, y, z}) - 0.5f)));
  };
  const auto last = [&](float x, float y, float z) {
    return std::min(side_ - 1, static_cast<int>(std::floor(std::max({x, y, z}) - 0.5f)));
  };
  for (int row = first(ay, by, cy); row <= last(ay, by, cy); ++row) {
    for (int column = first(ax, bx, cx); column <= last(ax, bx, cx); ++column) {
      const float x = column + 0.5f, y = row + 0.5f;
      const float wb = ((x - ax) * (cy - ay) - (y - ay) * (cx - ax)) / area;
      const float wc = ((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / area;
      const float wa = 1 - wb - wc;
      if (wa < 0 || wb < 0 || wc < 0) continue;
      const float depth = a.view.z * wa + b.view.z * wb + c.view.z * wc;
      const int i = row * side_ + column;
      if (depth <= depth_[i]) continue;
      depth_[i] = depth;
      parts_[i] = part;
      points_[i] = blend(a, b, c, wa, wb, wc);
    }
  }
}

}  // namespace mien::face
