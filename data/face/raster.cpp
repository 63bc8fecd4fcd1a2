#include "data/face/raster.h"

namespace mien::face {
namespace {

Vertex blend(const Vertex& a, const Vertex& b, const Vertex& c, float wa, float wb, float wc) {
  const auto mixed = [=](const Vec3& x, const Vec3& y, const Vec3& z) {
    return x * wa + y * wb + z * wc;
  };
  return {mixed(a.head, b.head, c.head),       mixed(a.view, b.view, c.view),
          mixed(a.normal, b.normal, c.normal), a.u * wa + b.u * wb + c.u * wc,
          a.v * wa + b.v * wb + c.v * wc,      a.tip * wa + b.tip * wb + c.tip * wc};
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

void Frame::draw(const Sheet& sheet, Part part, const Camera& camera) {
  std::vector<Corner> corners(sheet.vertices.size());
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const Vertex& vertex = sheet.vertices[i];
    corners[i] = {vertex.view.x * camera.scale + camera.left,
                  camera.top - vertex.view.y * camera.scale, &vertex};
  }
  for (int r = 0; r + 1 < sheet.rows; ++r) {
    for (int c = 0; c + 1 < sheet.columns; ++c) {
      const Corner* corner = &corners[r * sheet.columns + c];
      const Corner* below = corner + sheet.columns;
      triangle(corner[0], below[0], corner[1], part);
      triangle(below[0], below[1], corner[1], part);
    }
  }
}

void Frame::triangle(const Corner& a, const Corner& b, const Corner& c, Part part) {
  const float area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
  // Only hair is ever seen from within.
  if (std::abs(area) < 1e-9f || (area > 0 && part != Part::hair)) return;
  const auto first = [](float low) { return std::max(0, static_cast<int>(low + 0.5f)); };
  const int top = first(std::min({a.y, b.y, c.y})), left = first(std::min({a.x, b.x, c.x}));
  const auto last = [&](float high) { return std::min(side_ - 1, static_cast<int>(high - 0.5f)); };
  const int bottom = last(std::max({a.y, b.y, c.y})), right = last(std::max({a.x, b.x, c.x}));
  const float scale = 1 / area;
  for (int row = top; row <= bottom; ++row) {
    for (int column = left; column <= right; ++column) {
      const float x = column + 0.5f - a.x, y = row + 0.5f - a.y;
      const float wb = (x * (c.y - a.y) - y * (c.x - a.x)) * scale;
      const float wc = ((b.x - a.x) * y - (b.y - a.y) * x) * scale;
      const float wa = 1 - wb - wc;
      if (wa < 0 || wb < 0 || wc < 0) continue;
      const float depth = a.vertex->view.z * wa + b.vertex->view.z * wb + c.vertex->view.z * wc;
      const int i = row * side_ + column;
      if (depth <= depth_[i]) continue;
      depth_[i] = depth;
      parts_[i] = part;
      points_[i] = blend(*a.vertex, *b.vertex, *c.vertex, wa, wb, wc);
    }
  }
}

}  // namespace mien::face
