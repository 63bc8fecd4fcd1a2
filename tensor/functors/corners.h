#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

#include "tensor/check.h"
#include "tensor/functors/host_device.h"

namespace mien::functors {

/// The pixel at or before a coordinate in [-1, 1], and how far beyond it the coordinate is.
template <class T>
struct AxisPosition {
  Index low;
  T fraction;
  bool finite;

  MIEN_HOST_DEVICE AxisPosition(T coordinate, Index size) {
    const T at = (coordinate + T{1}) / T{2} * static_cast<T>(size - 1);
    const T floor = std::floor(at);
    fraction = at - floor;
    finite = std::isfinite(at);
    constexpr Index kFarOutside = -2;
    low = at >= T{-1} && at < static_cast<T>(size) ? static_cast<Index>(floor) : kFarOutside;
  }
};

/// The weights and indices of the four corners of one point, grid [2]. See cpu/corners.h.
template <class T>
MIEN_HOST_DEVICE void corners_of_point(const T* grid, Index H, Index W, T* weights,
                                       std::int32_t* indices) {
  const AxisPosition<T> y(grid[0], H), x(grid[1], W);
  const T wy[2] = {T{1} - y.fraction, y.fraction}, wx[2] = {T{1} - x.fraction, x.fraction};
  const bool finite = y.finite && x.finite;
  for (int k = 0; k < 4; ++k) {
    const Index row = y.low + k / 2, column = x.low + k % 2;
    const bool inside = row >= 0 && row < H && column >= 0 && column < W;
    weights[k] = finite ? wy[k / 2] * wx[k % 2] : std::numeric_limits<T>::quiet_NaN();
    indices[k] = !finite ? 0 : inside ? static_cast<std::int32_t>(row * W + column) : -1;
  }
}

/// The gradient of the weights with respect to the point, dgrid [2].
template <class T>
MIEN_HOST_DEVICE void corners_of_point_backward(const T* w, const T* dw, Index H, Index W,
                                                T* dgrid) {
  const T rows = static_cast<T>(H - 1) / T{2}, columns = static_cast<T>(W - 1) / T{2};
  const T y = w[2] + w[3], x = w[1] + w[3];  // how far the point is beyond its first corner
  dgrid[0] = rows * ((T{1} - x) * (dw[2] - dw[0]) + x * (dw[3] - dw[1]));
  dgrid[1] = columns * ((T{1} - y) * (dw[1] - dw[0]) + y * (dw[3] - dw[2]));
}

}  // namespace mien::functors
