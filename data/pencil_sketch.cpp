#include "data/pencil_sketch.h"

#include "data/painting/canvas.h"
#include "tensor/check.h"

namespace mien {
namespace {

using painting::Canvas;
using painting::luminance;
using painting::mix;
using painting::noise;
using painting::saturate;
using painting::smooth_step;
using painting::Vec3;

constexpr float kWaver = 0.015f;

/// A smooth field of shifts, `reach` pixels at most along each axis.
class Shifts {
 public:
  Shifts(float reach, float waves, float side, std::uint32_t salt)
      : reach_(reach), scale_(waves / side), salt_(salt) {}

  Vec3 operator()(float x, float y) const {
    return Vec3{noise(x * scale_, y * scale_, salt_), noise(x * scale_, y * scale_, salt_ + 1), 0} *
           reach_;
  }

 private:
  float reach_, scale_;
  std::uint32_t salt_;
};

Shifts exaggeration(const PencilHand& hand, Index height, Index width, const Random& random) {
  const auto side = static_cast<float>(std::min(height, width));
  return {static_cast<float>(hand.exaggeration) * side, 4, side, random.bits(0)};
}

Canvas shifted(const Canvas& image, const Shifts& shifts) {
  Canvas out(image.height(), image.width());
  for (int r = 0; r < image.height(); ++r) {
    for (int c = 0; c < image.width(); ++c) {
      const float x = static_cast<float>(c) + 0.5f, y = static_cast<float>(r) + 0.5f;
      const Vec3 shift = shifts(x, y);
      out.at(r, c) = image.sample(x + shift.x, y + shift.y);
    }
  }
  return out;
}

// Brightness in standard deviations from its mean, both of the middle of the picture: dark skin is
// drawn as light as any.
class Tone {
 public:
  explicit Tone(const Canvas& image) {
    float weights = 0, sum = 0, squares = 0;
    for (int r = 0; r < image.height(); ++r) {
      for (int c = 0; c < image.width(); ++c) {
        const float x = 3 * (c + 0.5f) / static_cast<float>(image.width()) - 1.5f;
        const float y = 3 * (r + 0.5f) / static_cast<float>(image.height()) - 1.5f;
        const float weight = painting::bell(x) * painting::bell(y);
        const float bright = luminance(image.near(r, c));
        weights += weight;
        sum += weight * bright;
        squares += weight * bright * bright;
      }
    }
    mean_ = sum / weights;
    deviation_ = std::sqrt(std::max(squares / weights - mean_ * mean_, 1e-4f));
  }

  float operator()(float bright) const { return (bright - mean_) / deviation_; }

 private:
  float mean_, deviation_;
};

Canvas drawn(const Canvas& image, const PencilHand& hand, const Random& random) {
  const float unit = image.unit(), line = static_cast<float>(hand.line) * unit;
  const Canvas narrow = image.blurred(line), wide = image.blurred(3 * line);
  const Tone tone(narrow);
  const float slant = 0.7f + 0.3f * random.uniform(1);
  const std::uint32_t salt = random.bits(2);
  Canvas out(image.height(), image.width());
  for (int r = 0; r < image.height(); ++r) {
    for (int c = 0; c < image.width(); ++c) {
      const auto x = static_cast<float>(c), y = static_cast<float>(r);
      const float bright = luminance(narrow.near(r, c));
      const float outline =
          smooth_step(0.02f, 0.4f, tone(luminance(wide.near(r, c))) - tone(bright));
      const float phase = (std::cos(slant) * x + std::sin(slant) * y) / (2.3f * unit) +
                          0.6f * noise(x / (7 * unit), y / (7 * unit), salt);
      const float hatching = 0.85f + 0.15f * std::cos(6.2831853f * phase);
      const float shade =
          static_cast<float>(hand.pressure) * smooth_step(0.5f, -1.8f, tone(bright)) * hatching;
      const float grain = 0.03f * noise(x / (0.7f * unit), y / (0.7f * unit), salt + 1);
      const float ink = 1 - (1 - shade) * (1 - 0.75f * outline);
      const float grey = mix(0.96f, 0.16f, ink) + grain;
      out.at(r, c) = {grey, grey, grey};
    }
  }
  return out;
}

void check_sides(const char* name, const Tensor& image) {
  for (int axis : {0, 1}) {
    check(image.dim(axis) >= 8 && image.dim(axis) <= 4096, name,
          ": sides must be 8 to 4096 pixels, got ", image.shape());
  }
}

}  // namespace

Tensor pencil_sketch(const Tensor& image, const PencilHand& hand, const Random& random) {
  check(image.defined() && image.dtype() == DType::uint8 && image.rank() == 3 && image.dim(2) == 3,
        "pencil_sketch: needs a uint8 image [H, W, 3], got ",
        image.defined() ? text(image.dtype(), " ", image.shape()) : "no tensor");
  check_sides("pencil_sketch", image);
  const Shifts shifts = exaggeration(hand, image.dim(0), image.dim(1), random);
  return drawn(shifted(Canvas(image), shifts), hand, random).to_bytes();
}

Tensor pencil_sketch_parsing(const Tensor& parsing, const PencilHand& hand, const Random& random) {
  check(parsing.defined() && parsing.dtype() == DType::uint8 && parsing.rank() == 2,
        "pencil_sketch_parsing: needs a uint8 map [H, W], got ",
        parsing.defined() ? text(parsing.dtype(), " ", parsing.shape()) : "no tensor");
  check_sides("pencil_sketch_parsing", parsing);
  const Index height = parsing.dim(0), width = parsing.dim(1);
  const auto side = static_cast<float>(std::min(height, width));
  const Shifts shifts = exaggeration(hand, height, width, random);
  const Shifts waver(kWaver * side, 12, side, random.bits(3));
  const auto nearest = [](float at, Index end) {
    return std::clamp<Index>(static_cast<Index>(std::floor(at)), 0, end - 1);
  };
  Tensor drawing({height, width}, DType::uint8);
  auto* out = drawing.mutable_data<std::uint8_t>();
  for (Index r = 0; r < height; ++r) {
    for (Index c = 0; c < width; ++c) {
      const float x = static_cast<float>(c) + 0.5f, y = static_cast<float>(r) + 0.5f;
      const Vec3 shift = shifts(x, y) + waver(x, y);
      *out++ = parsing.data<std::uint8_t>()[nearest(y + shift.y, height) * width +
                                            nearest(x + shift.x, width)];
    }
  }
  return drawing;
}

}  // namespace mien
