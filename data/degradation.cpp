#include "data/degradation.h"

#include <algorithm>
#include <cmath>

#include "data/image_io.h"
#include "data/resize.h"

namespace mien {
namespace {

std::vector<double> gaussian(double deviation) {
  const auto radius = static_cast<Index>(std::ceil(3 * deviation));
  std::vector<double> taps;
  double total = 0;
  for (Index k = -radius; k <= radius; ++k) {
    const double at = static_cast<double>(k) / deviation;
    taps.push_back(std::exp(-at * at / 2));
    total += taps.back();
  }
  for (double& tap : taps) tap /= total;
  return taps;
}

// One pass of a separable filter, down (axis 0) or across (axis 1), borders replicated.
Tensor filtered(const Tensor& image, const std::vector<double>& taps, int axis) {
  const Index height = image.dim(0), width = image.dim(1), channels = image.dim(2);
  const Index size = image.dim(axis), radius = static_cast<Index>(taps.size()) / 2;
  const Index step = axis == 0 ? width * channels : channels;
  Tensor result = empty_like(image);
  const float* from = image.data<float>();
  float* to = result.mutable_data<float>();
  for (Index at = 0; at < height * width * channels; ++at) {
    const Index place = at / step % size;
    double sum = 0;
    for (Index k = -radius; k <= radius; ++k) {
      const Index source = std::clamp<Index>(place + k, 0, size - 1);
      sum += taps[k + radius] * static_cast<double>(from[at + (source - place) * step]);
    }
    to[at] = static_cast<float>(sum);
  }
  return result;
}

Tensor blurred(const Tensor& image, double deviation) {
  const std::vector<double> taps = gaussian(deviation);
  return filtered(filtered(image, taps, 0), taps, 1);
}

// Whole numbers from 0 to 255, with noise added before.
Tensor rounded(const Tensor& image, double noise, const Random& random) {
  Tensor result(image.shape(), DType::uint8);
  const auto from = image.span<float>();
  const auto to = result.mutable_span<std::uint8_t>();
  for (std::size_t i = 0; i < from.size(); ++i) {
    const double added = noise > 0 ? noise * static_cast<double>(random.normal(i)) : 0;
    const double value = std::clamp(static_cast<double>(from[i]) + added, 0.0, 255.0);
    to[i] = static_cast<std::uint8_t>(std::lround(value));
  }
  return result;
}

Index reduced(Index size, double scale) {
  return std::max<Index>(1, static_cast<Index>(static_cast<double>(size) / scale));
}

// One of low, low + 0.1, ..., high, by a uniform draw.
double tenths(const Random& random, std::uint64_t draw, double low, double high) {
  const auto steps = static_cast<Index>(std::llround((high - low) * 10));
  return low + 0.1 * static_cast<double>(random.below(draw, steps + 1));
}

}  // namespace

Tensor degrade(const Tensor& image, const Degradation& d, const Random& random) {
  check(
      image.dtype() == DType::uint8 && image.rank() == 3 && image.numel() > 0 && image.dim(2) == 3,
      "degrade: image must be uint8 [H, W, 3], got ", image.dtype(), " ", image.shape());
  check(d.blur >= 0 && std::isfinite(d.blur) && d.scale >= 1 && std::isfinite(d.scale) &&
            d.noise >= 0 && std::isfinite(d.noise) && d.quality >= 0 && d.quality <= 100,
        "degrade: needs blur >= 0, scale >= 1, noise >= 0 and quality 0 to 100, got ", d.blur, ", ",
        d.scale, ", ", d.noise, " and ", d.quality);
  const Index height = image.dim(0), width = image.dim(1);
  Tensor values = image.to(DType::float32);
  if (d.blur > 0) values = blurred(values, d.blur);
  if (d.scale > 1) values = resize(values, reduced(height, d.scale), reduced(width, d.scale));
  Tensor small = rounded(values, d.noise, random);
  if (d.quality > 0) small = decode_image(encode_jpeg(small, d.quality), "degrade");
  return d.scale > 1 ? resize(small, height, width) : small;
}

Degradation draw_degradation(const Random& random, const DegradationOptions& o) {
  check(1 <= o.min_scale && o.min_scale <= o.max_scale && std::isfinite(o.max_scale),
        "draw_degradation: needs 1 <= min_scale <= max_scale, got ", o.min_scale, " and ",
        o.max_scale);
  Degradation d{.scale = tenths(random, 1, o.min_scale, o.max_scale)};
  const Index blur = random.below(0, 22), noise = random.below(2, 8), jpeg = random.below(3, 32);
  if (o.blur && blur > 0) d.blur = 0.9 + 0.1 * static_cast<double>(blur);
  if (o.noise) d.noise = static_cast<double>(noise);
  if (o.jpeg && jpeg > 0) d.quality = static_cast<int>(9 + jpeg);
  return d;
}

}  // namespace mien
