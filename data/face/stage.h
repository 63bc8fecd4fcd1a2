#pragma once

#include "data/face/head.h"
#include "data/face/raster.h"

namespace mien::face {

/// Pose and camera of one picture: rotates the head and aligns it by its eyes.
struct Stage {
  /// `side` is the picture's side in samples.
  Stage(const Head& head, const FacePhoto::Pose& turn, float side);

  /// Where a point of the head lands, in samples: x to the right, y down (z unused).
  Vec3 project(const Vec3& p) const;
  /// The point of the plane z = `plane` of the head behind a sample.
  Vec3 on_plane(int row, int column, float plane) const;

  Rotation pose;     ///< of the head, after alignment
  Rotation body;     ///< of neck and shoulders, which follow the head only in part
  Vec3 body_offset;  ///< keeps the neck under the turned head
  Camera camera;
};

}  // namespace mien::face
