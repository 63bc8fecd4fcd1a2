#include "data/resize.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace mien {
namespace {

/// The weighted source pixels of each output pixel along one axis: `count` of them each.
struct Taps {
  Index count = 0;
  std::vector<Index> source;
  std::vector<float> weight;
};

// Mirrored at both ends with the edge pixel twice: -1 is 0, size is size - 1, and so on.
Index mirrored(Index i, Index size) {
  const Index period = 2 * size;
  i = ((i % period) + period) % period;
  return i < size ? i : period - 1 - i;
}

Taps make_taps(Index in, Index out, Interpolation kind) {
  const double scale = static_cast<double>(out) / static_cast<double>(in);
  const double stretch = std::max(1.0, 1 / scale);
  const double radius = kernel_radius(kind) * stretch;
  Taps taps;
  taps.count = static_cast<Index>(std::ceil(2 * radius)) + 1;
  for (Index o = 0; o < out; ++o) {
    const double centre = (static_cast<double>(o) + 0.5) / scale - 0.5;
    const Index first = static_cast<Index>(std::floor(centre - radius));
    std::vector<double> weights;
    double sum = 0;
    for (Index i = first; i < first + taps.count; ++i) {
      weights.push_back(interpolation_kernel(kind, (centre - static_cast<double>(i)) / stretch));
      sum += weights.back();
      taps.source.push_back(mirrored(i, in));
    }
    for (const double w : weights) taps.weight.push_back(static_cast<float>(w / sum));
  }
  return taps;
}

// [rows, in, C] to [rows, out, C]
template <class T>
std::vector<float> resize_columns(const T* in, Index rows, Index width, Index channels,
                                  const Taps& taps, Index out_width) {
  std::vector<float> out(static_cast<std::size_t>(rows * out_width * channels));
  float* y = out.data();
  for (Index row = 0; row < rows; ++row, in += width * channels) {
    for (Index o = 0; o < out_width; ++o, y += channels) {
      for (Index t = o * taps.count; t < (o + 1) * taps.count; ++t) {
        const T* x = in + taps.source[t] * channels;
        for (Index c = 0; c < channels; ++c) y[c] += taps.weight[t] * static_cast<float>(x[c]);
      }
    }
  }
  return out;
}

// One row [length] of the result from rows of that length.
void resize_row(const std::vector<float>& in, const Taps& taps, Index o, std::vector<float>& row) {
  const auto length = static_cast<Index>(row.size());
  std::fill(row.begin(), row.end(), 0.0f);
  for (Index t = o * taps.count; t < (o + 1) * taps.count; ++t) {
    const float weight = taps.weight[t];
    const float* x = in.data() + taps.source[t] * length;
    for (Index i = 0; i < length; ++i) row[i] += weight * x[i];
  }
}

void store(const std::vector<float>& row, float* out) { std::copy(row.begin(), row.end(), out); }

void store(const std::vector<float>& row, std::uint8_t* out) {
  for (const float value : row) {
    *out++ = static_cast<std::uint8_t>(std::clamp(value, 0.0f, 255.0f) + 0.5f);
  }
}

template <class T>
Tensor resize_as(const Tensor& image, Index height, Index width, Interpolation kind) {
  const Index channels = image.dim(2);
  const Taps across = make_taps(image.dim(1), width, kind);
  const Taps down = make_taps(image.dim(0), height, kind);
  const std::vector<float> narrow =
      resize_columns(image.data<T>(), image.dim(0), image.dim(1), channels, across, width);
  Tensor result({height, width, channels}, image.dtype());
  T* out = result.mutable_data<T>();
  std::vector<float> row(static_cast<std::size_t>(width * channels));
  for (Index o = 0; o < height; ++o, out += width * channels) {
    resize_row(narrow, down, o, row);
    store(row, out);
  }
  return result;
}

}  // namespace

double interpolation_kernel(Interpolation kind, double x) {
  const double d = std::abs(x);
  if (kind == Interpolation::bilinear) return std::max(0.0, 1 - d);
  if (d <= 1) return (1.5 * d - 2.5) * d * d + 1;
  if (d < 2) return ((-0.5 * d + 2.5) * d - 4) * d + 2;
  return 0;
}

double kernel_radius(Interpolation kind) { return kind == Interpolation::bilinear ? 1 : 2; }

Tensor resize(const Tensor& image, Index height, Index width, Interpolation kind) {
  check(image.rank() == 3 && image.numel() > 0,
        "resize: image must be [H, W, C] and not empty, got ", image.shape());
  check(height > 0 && width > 0, "resize: the new size must be at least 1x1, got ", width, "x",
        height);
  if (image.dtype() == DType::uint8) return resize_as<std::uint8_t>(image, height, width, kind);
  check(image.dtype() == DType::float32, "resize: image must be uint8 or float32, got ",
        image.dtype());
  return resize_as<float>(image, height, width, kind);
}

}  // namespace mien
