#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "tensor/bfloat16.h"
#include "tensor/check.h"
#include "tensor/functors/host_device.h"

namespace mien {

/// All sizes of one 2-D convolution, shared by the convolution and its two adjoints.
///
///   x  [batch, in_height, in_width, in_channels]
///   w  [out_channels, kernel_height, kernel_width, in_channels / groups]
///   y  [batch, out_height, out_width, out_channels]
///
/// Output pixel (i, j) reads input pixel (i stride_h - pad_top + a dilation_h,
/// j stride_w - pad_left + b dilation_w) for tap (a, b); pixels outside are zero. Padding below and
/// to the right shows only in out_height and out_width.
struct Conv2dGeometry {
  Index batch, in_height, in_width, in_channels;
  Index out_height, out_width, out_channels;
  Index kernel_height, kernel_width;
  Index stride_h, stride_w, dilation_h, dilation_w;
  Index pad_top, pad_left;
  Index groups;

  auto operator<=>(const Conv2dGeometry&) const = default;

  MIEN_HOST_DEVICE Index group_in() const { return in_channels / groups; }
  MIEN_HOST_DEVICE Index group_out() const { return out_channels / groups; }
  /// Multiplications by the definition, those with padding included; the same in every pass.
  double multiplications() const {
    return static_cast<double>(batch * out_height * out_width) *
           static_cast<double>(out_channels * kernel_height * kernel_width * group_in());
  }
};

/// The filters of a convolution.
template <class T>
struct Conv2dFilters {
  const T* values;
  std::uint64_t version;  ///< Tensor::version of their tensor, by which they are known again, or 0

  Conv2dFilters(const T* values, std::uint64_t version = 0) : values(values), version(version) {}
};

/// What becomes of a convolution's sums in the pass that writes them:
///
///   y = rectified(sum + bias + addend), where rectified(v) is v above 0 and slope v elsewhere
///
/// Where they are asked for, the moments of y are found on the way. T is the type of y.
template <class T>
struct Conv2dEpilogue {
  const Wide<T>* bias = nullptr;  ///< one value per channel of y, or none
  const T* addend = nullptr;      ///< of y's shape, or none
  Wide<T> slope = 1;              ///< at least 0; 1 is no rectifier
  /// Assigned the mean and the biased variance of each channel of y; or none.
  Wide<T>*mean = nullptr, *variance = nullptr;

  bool wants_moments() const { return mean != nullptr; }
  bool changes_nothing() const { return !bias && !addend && slope == Wide<T>(1); }
};

/// The convolution and its two adjoints.
enum class Conv2dPass { forward, input_gradient, weight_gradient };

/// "conv2d 8x32x32x64 to 128, 3x3 stride 1, forward": for people.
inline std::string text_of(const Conv2dGeometry& g, Conv2dPass pass) {
  constexpr const char* kPasses[] = {"forward", "input gradient", "weight gradient"};
  return text("conv2d ", g.batch, "x", g.in_height, "x", g.in_width, "x", g.in_channels, " to ",
              g.out_channels, ", ", g.kernel_height, "x", g.kernel_width, " stride ", g.stride_h,
              ", ", kPasses[static_cast<int>(pass)]);
}

}  // namespace mien
