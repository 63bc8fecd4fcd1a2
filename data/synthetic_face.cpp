#include "data/synthetic_face.h"

#include <algorithm>
#include <array>

#include "data/drawing/noise.h"
#include "data/face/background.h"
#include "data/face/bust.h"
#include "data/face/features.h"
#include "data/face/glasses.h"
#include "data/face/head.h"
#include "data/face/raster.h"
#include "data/face/shading.h"
#include "data/face/stage.h"

namespace mien {
namespace face {
namespace {

/// Draws one picture: geometry into a frame of samples, then light per sample.
class Painter {
 public:
  Painter(const FaceIdentity& identity, const FacePhoto& photo, int size)
      : who_(identity),
        photo_(photo),
        head_(identity, photo.expression),
        stage_(head_, photo.pose, static_cast<float>(size) * kSamples),
        frame_(size * kSamples),
        features_(identity, photo),
        probe_(photo.light.direction, stage_.camera.scale),
        glasses_(identity, head_) {
    place(head_sheet(head_), Part::head);
    place(ear_sheet(head_, who_, false), Part::ear);
    place(ear_sheet(head_, who_, true), Part::ear);
    if (!who_.hair.bald) place(hair_sheet(head_, who_), Part::hair);
    place_upright(neck_sheet(who_), Part::neck);
    place_upright(clothes_sheet(who_, photo_), Part::clothes);
  }

  Vec3 pixel(int row, int column) const {
    Vec3 sum;
    for (int r = 0; r < kSamples; ++r) {
      for (int c = 0; c < kSamples; ++c) {
        sum += tone(sample(row * kSamples + r, column * kSamples + c));
      }
    }
    return sum * (1.0f / (kSamples * kSamples));
  }

  /// The class of most samples of a pixel; among equals the first.
  FaceClass class_of_pixel(int row, int column) const {
    std::array<int, kFaceClasses> votes{};
    for (int r = 0; r < kSamples; ++r) {
      for (int c = 0; c < kSamples; ++c) {
        const FaceClass seen = class_of_sample(row * kSamples + r, column * kSamples + c);
        ++votes[static_cast<std::size_t>(seen)];
      }
    }
    return static_cast<FaceClass>(std::max_element(votes.begin(), votes.end()) - votes.begin());
  }

 private:
  static constexpr int kSamples = 2;

  void place(Sheet sheet, Part part) {
    sheet.finish(stage_.pose, {}, false);
    frame_.draw(sheet, part, stage_.camera);
  }
  void place_upright(Sheet sheet, Part part) {
    sheet.finish(stage_.body, stage_.body_offset, false);
    frame_.draw(sheet, part, stage_.camera);
  }

  Vec3 sample(int row, int column) const {
    const float side = static_cast<float>(frame_.side());
    Vec3 light = frame_.part(row, column) == Part::background
                     ? background(photo_.background, (column + 0.5f) / side, (row + 0.5f) / side)
                     : surface(row, column);
    if (who_.glasses.worn) {
      light = glasses_.over(light, stage_.on_plane(row, column, glasses_.plane()),
                            1 / stage_.camera.scale, photo_.light);
    }
    return light;
  }

  Vec3 surface(int row, int column) const {
    const Vertex& point = frame_.at(row, column);
    const Visibility visible = probe_(frame_, row, column);
    Vec3 normal = normalized(point.normal);
    if (normal.z < 0) normal = normal * -1.0f;
    const Part part = frame_.part(row, column);
    if (part == Part::hair) return hair(point, normal, visible);
    return shade_skin(painted(point, part), normal, photo_.light, visible);
  }

  Paint painted(const Vertex& point, Part part) const {
    Paint paint;
    paint.colour = part == Part::clothes ? photo_.clothes : who_.skin.colour;
    if (part == Part::ear) paint.colour = paint.colour * Vec3{0.95f, 0.78f, 0.75f};
    if (part == Part::neck) paint.darken(0.3f + 0.4f * smooth_step(-4.6f, -3.2f, point.head.y));
    if (part == Part::head) features_.paint(point.head, 1 / stage_.camera.scale, paint);
    return paint;
  }

  FaceClass class_of_sample(int row, int column) const {
    const Part part = frame_.part(row, column);
    if (part == Part::hair) return FaceClass::hair;
    return part == Part::head ? painted(frame_.at(row, column), part).what : FaceClass::background;
  }

  Vec3 hair(const Vertex& point, const Vec3& normal, const Visibility& visible) const {
    const Vec3& p = point.head;
    const float wave = who_.hair.curl * noise(p.x * 2.6f, p.y * 2.6f, p.z * 2.6f, who_.salt + 22);
    const float fine = noise(point.u * 34 + 9 * wave, point.v * 1.5f + 3 * wave, who_.salt + 20);
    const float locks = noise(point.u * 11 + 4 * wave, point.v * 1.1f + 2 * wave, who_.salt + 21);
    const float tone = 0.28f * fine + 0.3f * locks + 0.25f * wave;
    const Vec3 down = stage_.pose(Vec3{0.6f * std::sin(point.u), -1, 0.6f * std::cos(point.u)});
    Vec3 strand = normalized(down - normal * dot(down, normal));
    strand = normalized(strand + normal * (0.25f * locks));
    // Towards the hairline the skin shows between the roots.
    const float root = smooth_step(0.16f, 0.0f, point.tip + 0.08f * fine) * (1 - who_.hair.fringe) *
                       smooth_step(1.2f, 2.0f, p.y);
    const Vec3 colour = mix(who_.hair.colour * (1 + tone), who_.skin.colour * 0.6f, 0.75f * root);
    return shade_hair(colour, normal, strand, photo_.light, visible);
  }

  static Vec3 tone(const Vec3& light) {
    // Rolls highlights off instead of clipping them; then gamma 2 and a little contrast.
    const auto curve = [](float x) {
      x = std::max(x, 0.0f);
      const float bright = std::sqrt(std::min(1.0f, x * (1.12f + 0.25f * x) / (1 + 0.62f * x)));
      return mix(bright, smooth_step(0, 1, bright), 0.5f);
    };
    return {curve(light.x), curve(light.y), curve(light.z)};
  }

  const FaceIdentity& who_;
  const FacePhoto& photo_;
  Head head_;
  Stage stage_;
  Frame frame_;
  Features features_;
  Probe probe_;
  Glasses glasses_;
};

}  // namespace
}  // namespace face

Tensor render_face(const FaceIdentity& identity, const FacePhoto& photo, Index size) {
  check(size >= 8 && size <= 2048, "render_face: size must be 8 to 2048 pixels, got ", size);
  const face::Painter painter(identity, photo, static_cast<int>(size));
  Tensor image({size, size, 3}, DType::uint8);
  auto* out = image.mutable_data<std::uint8_t>();
  const auto byte = [](float x) { return static_cast<std::uint8_t>(x * 255 + 0.5f); };
  for (int row = 0; row < size; ++row) {
    for (int column = 0; column < size; ++column) {
      const face::Vec3 pixel = painter.pixel(row, column);
      *out++ = byte(pixel.x);
      *out++ = byte(pixel.y);
      *out++ = byte(pixel.z);
    }
  }
  return image;
}

Tensor face_parsing(const FaceIdentity& identity, const FacePhoto& photo, Index size) {
  check(size >= 8 && size <= 2048, "face_parsing: size must be 8 to 2048 pixels, got ", size);
  const face::Painter painter(identity, photo, static_cast<int>(size));
  Tensor map({size, size}, DType::uint8);
  auto* out = map.mutable_data<std::uint8_t>();
  for (int row = 0; row < size; ++row) {
    for (int column = 0; column < size; ++column) {
      *out++ = static_cast<std::uint8_t>(painter.class_of_pixel(row, column));
    }
  }
  return map;
}

}  // namespace mien
