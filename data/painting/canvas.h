#pragma once

#include <vector>

#include "data/drawing/noise.h"
#include "data/drawing/vec3.h"
#include "tensor/tensor.h"

namespace mien::painting {

using namespace drawing;

/// A colour picture in floats, 0 ... 1 in the gamma of the file it came from.
class Canvas {
 public:
  Canvas(int height, int width, const Vec3& colour = {});
  explicit Canvas(const Tensor& image);  ///< uint8 [H, W, 3]
  Tensor to_bytes() const;

  int height() const { return height_; }
  int width() const { return width_; }
  Vec3& at(int row, int column) { return pixels_[row * width_ + column]; }
  /// A pixel, or the nearest one of the border.
  const Vec3& near(int row, int column) const;
  /// Between pixel centres, which lie at half-integers; beyond the border the border goes on.
  Vec3 sample(float x, float y) const;

  /// The side of one unit of brushwork: 1 at 64 pixels, so that a style looks the same at any size.
  float unit() const { return std::sqrt(static_cast<float>(height_) * width_) / 64; }

  Canvas blurred(float sigma) const;

 private:
  int height_, width_;
  std::vector<Vec3> pixels_;
};

float luminance(const Vec3& colour);

/// The picture with its features brought out, as a painter does: what is brighter or darker than
/// its surroundings more so, most of all in the dark.
Canvas emphasized(const Canvas& image);

/// Directions in which brightness changes least, smoothed so that strokes run on through flat
/// places; `strength` 0 ... 1 tells how clear the direction is.
class Contours {
 public:
  Contours(const Canvas& image, float sigma);

  float angle(float x, float y) const;
  float strength(float x, float y) const;
  Vec3 direction(float x, float y) const;  ///< (cos, sin, 0) of angle()

 private:
  Canvas tensor_;  // (xx - yy, 2 xy, xx + yy) of the smoothed brightness gradient
};

}  // namespace mien::painting
