#include "data/painting/canvas.h"

namespace mien::painting {

Canvas::Canvas(int height, int width, const Vec3& colour)
    : height_(height), width_(width), pixels_(static_cast<std::size_t>(height) * width, colour) {}

Canvas::Canvas(const Tensor& image)
    : Canvas(static_cast<int>(image.dim(0)), static_cast<int>(image.dim(1))) {
  const auto* in = image.data<std::uint8_t>();
  for (auto& pixel : pixels_) {
    pixel = Vec3{float(in[0]), float(in[1]), float(in[2])} * (1 / 255.0f);
    in += 3;
  }
}

Tensor Canvas::to_bytes() const {
  Tensor image({height_, width_, 3}, DType::uint8);
  auto* out = image.mutable_data<std::uint8_t>();
  for (const auto& pixel : pixels_) {
    for (float x : {pixel.x, pixel.y, pixel.z}) {
      *out++ = static_cast<std::uint8_t>(saturate(x) * 255 + 0.5f);
    }
  }
  return image;
}

const Vec3& Canvas::near(int row, int column) const {
  return pixels_[std::clamp(row, 0, height_ - 1) * width_ + std::clamp(column, 0, width_ - 1)];
}

Vec3 Canvas::sample(float x, float y) const {
  const float left = std::floor(x - 0.5f), top = std::floor(y - 0.5f);
  const int column = static_cast<int>(left), row = static_cast<int>(top);
  const float u = x - 0.5f - left, v = y - 0.5f - top;
  return mix(mix(near(row, column), near(row, column + 1), u),
             mix(near(row + 1, column), near(row + 1, column + 1), u), v);
}

Canvas Canvas::blurred(float sigma) const {
  const int reach = static_cast<int>(std::ceil(2.5f * sigma));
  std::vector<float> weights(2 * reach + 1);
  float sum = 0;
  for (int i = -reach; i <= reach; ++i) sum += weights[i + reach] = bell(i / (1.4142f * sigma));
  for (auto& w : weights) w /= sum;

  Canvas across(height_, width_), both(height_, width_);
  for (int r = 0; r < height_; ++r) {
    for (int c = 0; c < width_; ++c) {
      for (int i = -reach; i <= reach; ++i) across.at(r, c) += near(r, c + i) * weights[i + reach];
    }
  }
  for (int r = 0; r < height_; ++r) {
    for (int c = 0; c < width_; ++c) {
      for (int i = -reach; i <= reach; ++i)
        both.at(r, c) += across.near(r + i, c) * weights[i + reach];
    }
  }
  return both;
}

float luminance(const Vec3& colour) {
  return 0.299f * colour.x + 0.587f * colour.y + 0.114f * colour.z;
}

Canvas emphasized(const Canvas& image) {
  const float unit = image.unit();
  const Canvas narrow = image.blurred(0.6f * unit), wide = image.blurred(4 * unit);
  Canvas out(image.height(), image.width());
  for (int r = 0; r < image.height(); ++r) {
    for (int c = 0; c < image.width(); ++c) {
      const float around = luminance(wide.near(r, c));
      const float more = (luminance(narrow.near(r, c)) - around) * 0.3f / (0.15f + around);
      out.at(r, c) = image.near(r, c) + Vec3{more, more, more};
    }
  }
  return out;
}

Contours::Contours(const Canvas& image, float sigma) : tensor_(image.height(), image.width()) {
  for (int r = 0; r < image.height(); ++r) {
    for (int c = 0; c < image.width(); ++c) {
      const float dx = luminance(image.near(r, c + 1)) - luminance(image.near(r, c - 1));
      const float dy = luminance(image.near(r + 1, c)) - luminance(image.near(r - 1, c));
      tensor_.at(r, c) = {dx * dx - dy * dy, 2 * dx * dy, dx * dx + dy * dy};
    }
  }
  tensor_ = tensor_.blurred(sigma);
}

float Contours::angle(float x, float y) const {
  const Vec3 t = tensor_.sample(x, y);
  return 0.5f * std::atan2(t.y, t.x) + 1.5707963f;  // along the contour: across the gradient
}

float Contours::strength(float x, float y) const {
  const Vec3 t = tensor_.sample(x, y);
  return saturate(std::sqrt(t.z) * 6);
}

Vec3 Contours::direction(float x, float y) const {
  const float a = angle(x, y);
  return {std::cos(a), std::sin(a), 0};
}

}  // namespace mien::painting
