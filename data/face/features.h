#pragma once

#include "data/face/paint.h"
#include "data/face/vec3.h"
#include "data/synthetic_face.h"

namespace mien::face {

/// The outlines of one eye in head (x, y): heights of the lids at the distance e from its centre,
/// positive away from the nose; |e| <= half_width.
struct EyeShape {
  EyeShape(const FaceIdentity& identity, const FacePhoto::Expression& expression, bool right);

  float x(float e) const { return centre + side * e; }
  float upper(float e) const { return axis(e) + up * arch(e, -0.08f); }
  float lower(float e) const { return axis(e) - low * arch(e, 0.1f); }
  float axis(float e) const { return tilt * e / half_width; }
  float arch(float e, float skew) const;

  float side, centre, half_width, up, low, tilt;
};

/// The middle line and half thickness of one brow at e from -length (inner end) to length.
struct BrowShape {
  BrowShape(const FaceIdentity& identity, const FacePhoto::Expression& expression, bool right);

  float x(float e) const { return side * (1.06f + e); }
  float middle(float e) const;
  float half_thickness(float e) const;

  float side, length, height, thickness, arch, tilt, raise, frown;
};

/// The four outlines of the mouth at x in [-half_width, half_width].
struct MouthShape {
  MouthShape(const FaceIdentity& identity, const FacePhoto::Expression& expression);

  float top(float x) const;
  float inner_top(float x) const;
  float inner_bottom(float x) const;
  float bottom(float x) const;

  float half_width, height, upper, lower, bow, curve, gap;

 private:
  float line(float x) const { return height + curve * (square(x / half_width) - 0.35f); }
  float taper(float x, float power) const;
};

/// Lays the features over the skin at a point of the front. `p` is in head coordinates, `footprint`
/// the size of a sample there.
class Features {
 public:
  Features(const FaceIdentity& identity, const FacePhoto& photo);

  void paint(const Vec3& p, float footprint, Paint& out) const;

 private:
  void skin(const Vec3& p, Paint& out) const;
  void wrinkles(const Vec3& p, Paint& out) const;
  void beard(const Vec3& p, Paint& out) const;
  void brow(const BrowShape& shape, const Vec3& p, float footprint, Paint& out) const;
  void lids(const EyeShape& shape, const Vec3& p, float footprint, Paint& out) const;
  void eyeball(const EyeShape& shape, float e, float y, float footprint, Paint& out) const;
  void nostrils(const Vec3& p, float footprint, Paint& out) const;
  void mouth(const Vec3& p, float footprint, Paint& out) const;

  const FaceIdentity& who_;
  const FacePhoto& photo_;
  EyeShape eyes_[2];
  BrowShape brows_[2];
  MouthShape mouth_;
};

}  // namespace mien::face
