#include "data/face/stage.h"

namespace mien::face {
namespace {

/// Turns by yaw about y, then by pitch about x, then by roll about z.
Rotation rotation(float yaw, float pitch, float roll) {
  const float cy = std::cos(yaw), sy = std::sin(yaw), cp = std::cos(pitch), sp = std::sin(pitch);
  const float cr = std::cos(roll), sr = std::sin(roll);
  const Vec3 x{cy, 0, sy}, y{-sp * sy, cp, sp * cy}, z{-cp * sy, -sp, cp * cy};
  return {{x * cr + y * sr, y * cr + x * -sr, z}};
}

}  // namespace

Stage::Stage(const Head& head, const FacePhoto::Pose& turn, float side) {
  // A roll of the head alone would be undone by the alignment: what it leaves is tilted shoulders.
  const Rotation turned = rotation(turn.yaw, turn.pitch, 0);
  const Vec3 left = turned(head.eye(false)), right = turned(head.eye(true));
  const float level = std::atan2(right.y - left.y, right.x - left.x);
  pose = rotation(turn.yaw, turn.pitch, level);
  const Vec3 a = pose(head.eye(false)), b = pose(head.eye(true));
  camera.scale = (kEyeRight - kEyeLeft) * side / (b.x - a.x);
  camera.left = 0.5f * (kEyeLeft + kEyeRight) * side - 0.5f * (a.x + b.x) * camera.scale;
  camera.top = kEyeHeight * side + 0.5f * (a.y + b.y) * camera.scale;
  if (turn.turn != 0) pose = rotation(turn.yaw + turn.turn, turn.pitch, level);

  const Vec3 pivot{0, -2.2f, -0.75f};
  body = rotation(0.4f * turn.yaw + turn.turn, 0.2f * turn.pitch, -turn.roll);
  body_offset = pose(pivot) - body(pivot);
}

Vec3 Stage::project(const Vec3& p) const {
  const Vec3 v = pose(p);
  return {v.x * camera.scale + camera.left, camera.top - v.y * camera.scale, v.z};
}

Vec3 Stage::on_plane(int row, int column, float plane) const {
  const Vec3 near{(column + 0.5f - camera.left) / camera.scale,
                  (camera.top - row - 0.5f) / camera.scale, 0};
  const Vec3 start = pose.inverse(near), along = pose.inverse({0, 0, 1});
  return start + along * ((plane - start.z) / along.z);
}

}  // namespace mien::face
