#include "metrics/ssim.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "metrics/image_pair.h"
#include "metrics/luma.h"

namespace mien {
namespace {

constexpr Index kRadius = 5;
constexpr Index kWindow = 2 * kRadius + 1;

struct Plane {
  Plane(Index height, Index width, Index channels)
      : height(height), width(width), channels(channels), values(height * width * channels) {}

  Index row() const { return width * channels; }

  Index height, width, channels;
  std::vector<double> values;
};

std::array<double, kWindow> make_window() {
  std::array<double, kWindow> window;
  double sum = 0;
  for (Index i = 0; i < kWindow; ++i) {
    const double x = static_cast<double>(i - kRadius);
    sum += window[i] = std::exp(-x * x / (2 * 1.5 * 1.5));
  }
  for (double& weight : window) weight /= sum;
  return window;
}

const std::array<double, kWindow>& gaussian_window() {
  static const auto window = make_window();
  return window;
}

Plane plane_of(const Tensor& bytes, Index channels) {
  Plane plane(bytes.dim(0), bytes.dim(1), channels);
  std::copy_n(bytes.data<std::uint8_t>(), plane.values.size(), plane.values.begin());
  return plane;
}

Plane replicate_edges(const Plane& x) {
  Plane y(x.height + 2 * kRadius, x.width + 2 * kRadius, x.channels);
  double* to = y.values.data();
  for (Index h = -kRadius; h < x.height + kRadius; ++h) {
    const double* row = x.values.data() + std::clamp<Index>(h, 0, x.height - 1) * x.row();
    for (Index w = -kRadius; w < x.width + kRadius; ++w, to += x.channels) {
      std::copy_n(row + std::clamp<Index>(w, 0, x.width - 1) * x.channels, x.channels, to);
    }
  }
  return y;
}

/// to[i] = sum over k of window[k] * from[i + k * stride]
void slide(const double* from, Index stride, double* to, Index count) {
  const auto& window = gaussian_window();
  for (Index i = 0; i < count; ++i) to[i] = window[0] * from[i];
  for (Index k = 1; k < kWindow; ++k) {
    const double weight = window[k];
    const double* shifted = from + k * stride;
    for (Index i = 0; i < count; ++i) to[i] += weight * shifted[i];
  }
}

/// Gaussian blur over height and width where the window lies inside: each shrinks by 10.
Plane blur(const Plane& x) {
  Plane y(x.height - 2 * kRadius, x.width - 2 * kRadius, x.channels);
  std::vector<double> column(x.row());
  for (Index h = 0; h < y.height; ++h) {
    slide(&x.values[h * x.row()], x.row(), column.data(), x.row());
    slide(column.data(), x.channels, &y.values[h * y.row()], y.row());
  }
  return y;
}

/// Gaussian blur across the colours, edges replicated: a small matrix at each pixel.
void blur_channels(Plane& x) {
  const auto& window = gaussian_window();
  const Index channels = x.channels;
  std::vector<double> mix(channels * channels), pixel(channels);
  for (Index c = 0; c < channels; ++c) {
    for (Index k = -kRadius; k <= kRadius; ++k) {
      mix[c * channels + std::clamp<Index>(c + k, 0, channels - 1)] += window[k + kRadius];
    }
  }
  for (auto at = x.values.begin(); at != x.values.end(); at += channels) {
    std::copy_n(at, channels, pixel.begin());
    for (Index c = 0; c < channels; ++c) {
      at[c] = 0;
      for (Index k = 0; k < channels; ++k) at[c] += mix[c * channels + k] * pixel[k];
    }
  }
}

Plane combine(const Plane& x, const Plane& y, auto f) {
  Plane z(x.height, x.width, x.channels);
  std::transform(x.values.begin(), x.values.end(), y.values.begin(), z.values.begin(), f);
  return z;
}

double mean_similarity(const Plane& x, const Plane& y, auto average) {
  constexpr double c1 = (0.01 * 255) * (0.01 * 255), c2 = (0.03 * 255) * (0.03 * 255);
  const Plane mean_x = average(x), mean_y = average(y);
  const Plane squares = average(combine(x, y, [](double a, double b) { return a * a + b * b; }));
  const Plane products = average(combine(x, y, [](double a, double b) { return a * b; }));
  double sum = 0;
  for (std::size_t i = 0; i < mean_x.values.size(); ++i) {
    const double product = mean_x.values[i] * mean_y.values[i];
    const double square = mean_x.values[i] * mean_x.values[i] + mean_y.values[i] * mean_y.values[i];
    sum += (2 * product + c1) * (2 * (products.values[i] - product) + c2) /
           ((square + c1) * (squares.values[i] - square + c2));
  }
  return sum / static_cast<double>(mean_x.values.size());
}

void check_window_fits(const Tensor& image, const char* metric) {
  check(image.dim(0) >= kWindow && image.dim(1) >= kWindow, metric,
        ": images must be at least 11 x 11, the window, got ", image.shape());
}

}  // namespace

double ssim_grey(const Tensor& image, const Tensor& reference) {
  check_image_pair(image, reference, "ssim_grey");
  check_window_fits(image, "ssim_grey");
  return mean_similarity(plane_of(grey_of(image), 1), plane_of(grey_of(reference), 1), blur);
}

double ssim_channels(const Tensor& image, const Tensor& reference) {
  check_image_pair(image, reference, "ssim_channels");
  check_window_fits(image, "ssim_channels");
  return mean_similarity(plane_of(image, 3), plane_of(reference, 3), blur);
}

double ssim_volume(const Tensor& image, const Tensor& reference) {
  check_image_pair(image, reference, "ssim_volume");
  return mean_similarity(plane_of(image, 3), plane_of(reference, 3), [](const Plane& x) {
    Plane y = blur(replicate_edges(x));
    blur_channels(y);
    return y;
  });
}

}  // namespace mien
