#pragma once

#include "data/face/vec3.h"
#include "data/synthetic_face.h"

namespace mien::face {

/// The surface of one head with one expression, in head coordinates.
///
/// A stack of half-elliptic cross-sections, whose half width and depths depend on the height,
/// carries bumps along z for the features: brows, sockets, nose, cheeks, lips, chin.
class Head {
 public:
  Head(const FaceIdentity& identity, const FacePhoto::Expression& expression);

  /// The cross-section at one height.
  struct Section {
    float y, half_width, front, back;  ///< depths before and behind the axis
  };
  Section section(float y) const;
  /// The point at height y in the direction `phi` (0 front, positive to the viewer's right).
  Vec3 point(const Section& section, float phi) const;
  Vec3 point(float y, float phi) const { return point(section(y), phi); }
  /// The point of the front that projects to (x, y); x is clamped to the head's width.
  Vec3 front(float x, float y) const;
  /// The skull without features, grown by `thickness`; for the hair.
  Vec3 shell(float y, float phi, float thickness) const;

  float half_width(float y) const;
  float top() const { return top_; }
  float bottom() const { return bottom_; }
  /// The height at an angle of `theta` from the crown (0) to the chin (pi), and back.
  float height_at(float theta) const { return centre_ + half_height_ * std::cos(theta); }
  float angle_at(float y) const;
  float half_height() const { return half_height_; }
  const Vec3& eye(bool right) const { return eye_[right]; }

 private:
  float roundness(float y, float power) const;
  float relief(float x, float y) const;
  float nose(float x, float y) const;
  float mouth(float x, float y) const;

  const FaceIdentity& who_;
  float smile_, open_;
  float top_, bottom_, centre_, half_height_;
  Vec3 eye_[2];
};

}  // namespace mien::face
