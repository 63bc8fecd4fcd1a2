#include "data/face/features.h"
#include "data/face/stage.h"
#include "data/synthetic_face.h"

namespace mien {
namespace {

using face::Vec3;

/// Collects landmarks as points on the front of the head.
class Marker {
 public:
  Marker(const FaceIdentity& who, const FacePhoto& photo, float side, float* out)
      : head_(who, photo.expression), stage_(head_, photo.pose, side), out_(out) {}

  void mark(const Vec3& p) {
    const Vec3 at = stage_.project(p);
    *out_++ = at.x;
    *out_++ = at.y;
  }
  void mark(float x, float y) { mark(head_.front(x, y)); }
  const face::Head& head() const { return head_; }

 private:
  face::Head head_;
  face::Stage stage_;
  float* out_;
};

void mark_jaw(Marker& marker) {
  const auto& head = marker.head();
  for (int i = 0; i < 17; ++i) {
    const float turn = (i - 8) / 8.0f;  // -1 at the left ear, 0 at the chin
    const float y = face::mix(-0.2f, head.bottom(), std::cos(1.5707963f * turn));
    marker.mark(head.point(y, std::copysign(1.35f, turn)));
  }
}

void mark_brows(Marker& marker, const FaceIdentity& who, const FacePhoto& photo) {
  for (bool right : {false, true}) {
    const face::BrowShape brow(who, photo.expression, right);
    for (int i = 0; i < 5; ++i) {
      const float t = 0.95f * (i - 2) / 2.0f * (right ? 1 : -1);  // left brow from its outer end
      const float e = t * brow.length;
      marker.mark(brow.x(e), brow.middle(e));
    }
  }
}

void mark_nose(Marker& marker, const FaceIdentity& who) {
  const float tip = -who.nose.length + 0.22f;
  for (int i = 0; i < 4; ++i) marker.mark(0, face::mix(0.05f, tip, i / 3.0f));
  for (int i = -2; i <= 2; ++i) {
    const float x = 0.45f * i * who.nose.width;
    marker.mark(x, -who.nose.length - 0.04f + 0.05f * std::abs(i));
  }
}

void mark_eyes(Marker& marker, const FaceIdentity& who, const FacePhoto& photo) {
  for (bool right : {false, true}) {
    const face::EyeShape eye(who, photo.expression, right);
    const float a = eye.half_width * eye.side;  // the corner to the viewer's right, seen by e
    const auto lid = [&](float e, bool upper) {
      marker.mark(eye.x(e), upper ? eye.upper(e) : eye.lower(e));
    };
    lid(-a, true);
    lid(-a / 3, true);
    lid(a / 3, true);
    lid(a, true);
    lid(a / 3, false);
    lid(-a / 3, false);
  }
}

void mark_mouth(Marker& marker, const FaceIdentity& who, const FacePhoto& photo) {
  const face::MouthShape mouth(who, photo.expression);
  const float w = mouth.half_width;
  const float bow = 0.3f;
  for (float q : {-1.0f, -0.62f, -bow, 0.0f, bow, 0.62f, 1.0f})
    marker.mark(q * w, mouth.top(q * w));
  for (float q : {0.62f, 0.3f, 0.0f, -0.3f, -0.62f}) marker.mark(q * w, mouth.bottom(q * w));
  for (float q : {-0.85f, -0.4f, 0.0f, 0.4f, 0.85f}) marker.mark(q * w, mouth.inner_top(q * w));
  for (float q : {0.4f, 0.0f, -0.4f}) marker.mark(q * w, mouth.inner_bottom(q * w));
}

}  // namespace

Tensor face_landmarks(const FaceIdentity& identity, const FacePhoto& photo, Index size) {
  check(size >= 8 && size <= 2048, "face_landmarks: size must be 8 to 2048 pixels, got ", size);
  Tensor points({68, 2});
  Marker marker(identity, photo, static_cast<float>(size), points.mutable_data<float>());
  mark_jaw(marker);
  mark_brows(marker, identity, photo);
  mark_nose(marker, identity);
  mark_eyes(marker, identity, photo);
  mark_mouth(marker, identity, photo);
  return points;
}

}  // namespace mien
