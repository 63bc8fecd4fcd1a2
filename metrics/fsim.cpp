#include "metrics/fsim.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "metrics/image_pair.h"
#include "metrics/phase_congruency.h"

namespace mien {
namespace {

using Weights = std::array<double, 3>;
constexpr Weights kY{0.299, 0.587, 0.114}, kI{0.596, -0.274, -0.322}, kQ{0.211, -0.523, 0.312};

struct Plane {
  Index height, width;
  std::vector<double> values;
};

/// The weighted sum of the colours, its mean over factor x factor pixels at every factor-th one.
Plane reduced(const Tensor& image, const Weights& weights, Index factor) {
  const Index height = image.dim(0), width = image.dim(1), before = factor - 1 - factor / 2;
  Plane plane{(height + factor - 1) / factor, (width + factor - 1) / factor, {}};
  for (Index h = 0; h < height; h += factor) {
    const Index top = std::max<Index>(h - before, 0),
                bottom = std::min(h - before + factor, height);
    for (Index w = 0; w < width; w += factor) {
      const Index left = std::max<Index>(w - before, 0),
                  right = std::min(w - before + factor, width);
      double sum = 0;
      for (Index y = top; y < bottom; ++y) {
        const std::uint8_t* at = image.span<std::uint8_t>().data() + (y * width + left) * 3;
        for (Index x = left; x < right; ++x, at += 3) {
          sum += weights[0] * at[0] + weights[1] * at[1] + weights[2] * at[2];
        }
      }
      plane.values.push_back(sum / static_cast<double>(factor * factor));
    }
  }
  return plane;
}

/// Lengths of the gradients; beyond the border are zeros.
std::vector<double> gradients(const Plane& plane) {
  const auto at = [&](Index h, Index w) {
    const bool inside = h >= 0 && h < plane.height && w >= 0 && w < plane.width;
    return inside ? plane.values[h * plane.width + w] : 0;
  };
  std::vector<double> lengths;
  for (Index h = 0; h < plane.height; ++h) {
    for (Index w = 0; w < plane.width; ++w) {
      const double down = at(h + 1, w + 1) - at(h - 1, w - 1),
                   up = at(h - 1, w + 1) - at(h + 1, w - 1);
      const double x = 3 * (down + up) + 10 * (at(h, w + 1) - at(h, w - 1));
      const double y = 3 * (down - up) + 10 * (at(h + 1, w) - at(h - 1, w));
      lengths.push_back(std::sqrt(x * x + y * y) / 16);
    }
  }
  return lengths;
}

double similarity(double a, double b, double constant) {
  return (2 * a * b + constant) / (a * a + b * b + constant);
}

/// (S_I S_Q)^0.03 at each pixel, or its real part.
std::vector<double> color_similarities(const Tensor& image, const Tensor& reference, Index factor) {
  const Plane i = reduced(image, kI, factor), q = reduced(image, kQ, factor);
  const Plane other_i = reduced(reference, kI, factor), other_q = reduced(reference, kQ, factor);
  const double turn = std::cos(0.03 * std::numbers::pi);
  std::vector<double> powers(i.values.size());
  for (std::size_t k = 0; k < powers.size(); ++k) {
    const double product = similarity(i.values[k], other_i.values[k], 200) *
                           similarity(q.values[k], other_q.values[k], 200);
    powers[k] = std::pow(std::abs(product), 0.03) * (product < 0 ? turn : 1);
  }
  return powers;
}

}  // namespace

FeatureSimilarity fsim(const Tensor& image, const Tensor& reference) {
  check_image_pair(image, reference, "fsim");
  check(image.dim(0) >= 2 && image.dim(1) >= 2, "fsim: images must be at least 2 x 2, got ",
        image.shape());
  const Index side = std::min(image.dim(0), image.dim(1));
  const Index factor = std::max<Index>(1, (side + 128) / 256);
  const Plane grey = reduced(image, kY, factor), other_grey = reduced(reference, kY, factor);
  const PhaseCongruency congruency_of(grey.height, grey.width);
  const auto pc = congruency_of(grey.values), other_pc = congruency_of(other_grey.values);
  const auto g = gradients(grey), other_g = gradients(other_grey);
  const auto colors = color_similarities(image, reference, factor);

  FeatureSimilarity sum, unweighted;
  double weights = 0;
  for (std::size_t i = 0; i < pc.size(); ++i) {
    const double weight = std::max(pc[i], other_pc[i]);
    const double s = similarity(pc[i], other_pc[i], 0.85) * similarity(g[i], other_g[i], 160);
    sum.grey += s * weight;
    sum.color += s * colors[i] * weight;
    unweighted.grey += s;
    unweighted.color += s * colors[i];
    weights += weight;
  }
  if (weights > 0) return {sum.grey / weights, sum.color / weights};
  const auto pixels = static_cast<double>(pc.size());
  return {unweighted.grey / pixels, unweighted.color / pixels};
}

}  // namespace mien
