#include "data/warp.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace mien {
namespace {

constexpr Index kMaxTaps = 4;

/// The pixels around a position along one axis, and their weights.
struct Taps {
  Index first = 0;
  Index count = 0;
  float weight[kMaxTaps] = {};
};

Taps taps_at(double position, Interpolation kind) {
  Taps taps;
  const auto radius = static_cast<Index>(kernel_radius(kind));
  taps.first = static_cast<Index>(std::floor(position)) - radius + 1;
  taps.count = 2 * radius;
  for (Index i = 0; i < taps.count; ++i) {
    const double distance = position - static_cast<double>(taps.first + i);
    taps.weight[i] = static_cast<float>(interpolation_kernel(kind, distance));
  }
  return taps;
}

void store(float value, float& out) { out = value; }
void store(float value, std::uint8_t& out) {
  out = static_cast<std::uint8_t>(std::clamp(value, 0.0f, 255.0f) + 0.5f);
}

template <class T>
class Sampler {
 public:
  Sampler(const Tensor& image, const WarpOptions& options)
      : pixels_(image.data<T>()),
        height_(image.dim(0)),
        width_(image.dim(1)),
        channels_(image.dim(2)),
        options_(options),
        fill_(static_cast<float>(options.fill)),
        sum_(static_cast<std::size_t>(channels_)) {}

  // The image at (x, y), in pixels from the first one's centre.
  void sample(double x, double y, T* out) {
    // Far outside all is border; positions beyond it would not fit an Index.
    x = std::clamp(x, -8.0, static_cast<double>(width_) + 8);
    y = std::clamp(y, -8.0, static_cast<double>(height_) + 8);
    const Taps across = taps_at(x, options_.interpolation);
    const Taps down = taps_at(y, options_.interpolation);
    std::fill(sum_.begin(), sum_.end(), 0.0f);
    for (Index i = 0; i < down.count; ++i) {
      for (Index j = 0; j < across.count; ++j) {
        add(down.first + i, across.first + j, down.weight[i] * across.weight[j]);
      }
    }
    for (Index c = 0; c < channels_; ++c) store(sum_[c], out[c]);
  }

 private:
  void add(Index y, Index x, float weight) {
    const bool inside = y >= 0 && y < height_ && x >= 0 && x < width_;
    if (!inside && options_.border == Border::constant) {
      for (float& sum : sum_) sum += weight * fill_;
      return;
    }
    y = std::clamp<Index>(y, 0, height_ - 1);
    x = std::clamp<Index>(x, 0, width_ - 1);
    const T* pixel = pixels_ + (y * width_ + x) * channels_;
    for (Index c = 0; c < channels_; ++c) sum_[c] += weight * static_cast<float>(pixel[c]);
  }

  const T* pixels_;
  Index height_, width_, channels_;
  const WarpOptions& options_;
  float fill_;
  std::vector<float> sum_;
};

template <class T>
Tensor warp_as(const Tensor& image, const Similarity& motion, const WarpOptions& options) {
  const Index height = image.dim(0), width = image.dim(1), channels = image.dim(2);
  const double centre_x = static_cast<double>(width - 1) / 2;
  const double centre_y = static_cast<double>(height - 1) / 2;
  // Rows run downwards, so a counter-clockwise turn of the content is this one of the position.
  const double cosine = std::cos(motion.rotation) / motion.scale;
  const double sine = std::sin(motion.rotation) / motion.scale;
  Sampler<T> sampler(image, options);
  Tensor result = empty_like(image);
  T* out = result.mutable_data<T>();
  for (Index row = 0; row < height; ++row) {
    const double y = static_cast<double>(row) - centre_y - motion.shift_y;
    for (Index column = 0; column < width; ++column, out += channels) {
      const double x = static_cast<double>(column) - centre_x - motion.shift_x;
      sampler.sample(centre_x + cosine * x - sine * y, centre_y + sine * x + cosine * y, out);
    }
  }
  return result;
}

}  // namespace

Tensor warp(const Tensor& image, const Similarity& motion, const WarpOptions& options) {
  check(image.rank() == 3 && image.numel() > 0, "warp: image must be [H, W, C] and not empty, got ",
        image.shape());
  check(motion.scale > 0 && std::isfinite(motion.scale) && std::isfinite(motion.rotation) &&
            std::isfinite(motion.shift_x) && std::isfinite(motion.shift_y),
        "warp: scale must be positive and all numbers finite, got scale ", motion.scale,
        ", rotation ", motion.rotation, ", shift ", motion.shift_x, ", ", motion.shift_y);
  if (image.dtype() == DType::uint8) return warp_as<std::uint8_t>(image, motion, options);
  check(image.dtype() == DType::float32, "warp: image must be uint8 or float32, got ",
        image.dtype());
  return warp_as<float>(image, motion, options);
}

Similarity draw_misalignment(Index height, Index width, const Random& random,
                             const MisalignOptions& options) {
  check(options.max_rotation >= 0 && options.max_shift >= 0 && options.min_scale > 0 &&
            options.min_scale <= options.max_scale,
        "misalign: needs max_rotation >= 0, max_shift >= 0 and 0 < min_scale <= max_scale, got ",
        options.max_rotation, ", ", options.max_shift, ", ", options.min_scale, " and ",
        options.max_scale);
  const double radians = options.max_rotation * std::numbers::pi / 180;
  const double shift_x = options.max_shift * static_cast<double>(width);
  const double shift_y = options.max_shift * static_cast<double>(height);
  return {.rotation = random.uniform(0, -radians, radians),
          .scale = random.uniform(1, options.min_scale, options.max_scale),
          .shift_x = random.uniform(2, -shift_x, shift_x),
          .shift_y = random.uniform(3, -shift_y, shift_y)};
}

Tensor misalign(const Tensor& image, const Random& random, const MisalignOptions& options) {
  check(image.rank() == 3, "misalign: image must be [H, W, C], got ", image.shape());
  return warp(image, draw_misalignment(image.dim(0), image.dim(1), random, options), options.warp);
}

}  // namespace mien
