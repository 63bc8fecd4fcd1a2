#include "data/repaint.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace mien {
namespace {

using Matrix = std::array<std::array<float, 3>, 3>;

Matrix mixing(const Random& random) {
  const float a = random.uniform(0);
  Matrix matrix{};
  for (int row = 0; row < 3; ++row) {
    float squares = 1e-6f;
    for (int k = 0; k < 3; ++k) {
      matrix[row][k] = random.normal(16 + 3 * row + k);
      squares += matrix[row][k] * matrix[row][k];
    }
    for (int k = 0; k < 3; ++k) {
      matrix[row][k] = a * matrix[row][k] / std::sqrt(squares) + (row == k ? 1 - a : 0.0f);
    }
  }
  return matrix;
}

void recolour(float* image, Index pixels, const Random& random) {
  constexpr std::uint64_t kNoise = 64;  // draws before it belong to the whole image
  const Matrix matrix = mixing(random);
  const float noise = 0.25f * random.uniform(1);
  std::array<float, 3> bias;
  for (int c = 0; c < 3; ++c) bias[c] = 0.6f * random.uniform(2 + c) - 0.3f;
  for (Index i = 0; i < pixels; ++i, image += 3) {
    const std::array<float, 3> x{image[0], image[1], image[2]};
    for (int c = 0; c < 3; ++c) {
      image[c] = matrix[c][0] * x[0] + matrix[c][1] * x[1] + matrix[c][2] * x[2] + bias[c];
    }
    const float grain = noise * random.normal(kNoise + static_cast<std::uint64_t>(i));
    for (int c = 0; c < 3; ++c) image[c] = std::clamp(image[c] + grain, -1.0f, 1.0f);
  }
}

void blur(float* image, Index side) {
  const std::vector<float> before(image, image + side * side * 3);
  for (Index y = 0; y < side; ++y) {
    for (Index x = 0; x < side; ++x) {
      for (Index c = 0; c < 3; ++c) {
        float sum = 0;
        for (Index dy = -1; dy <= 1; ++dy) {
          for (Index dx = -1; dx <= 1; ++dx) {
            const Index row = std::clamp<Index>(y + dy, 0, side - 1);
            const Index column = std::clamp<Index>(x + dx, 0, side - 1);
            sum += before[(row * side + column) * 3 + c];
          }
        }
        image[(y * side + x) * 3 + c] = sum / 9;
      }
    }
  }
}

}  // namespace

void repaint(float* image, Index side, const Random& random) {
  check(side >= 3, "repaint: the side must be at least 3, got ", side);
  recolour(image, side * side, random);
  if (random.uniform(5) < 1.0f / 3) blur(image, side);
}

}  // namespace mien
