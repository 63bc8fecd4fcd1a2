#pragma once

#include <algorithm>

#include "tensor/check.h"
#include "tensor/functors/host_device.h"

namespace mien {

/// Sizes of a pooling: images [N, H, W, C], results [N, Ho, Wo, C], square windows.
///
/// Output position o covers inputs [o * stride - padding, o * stride - padding + kernel), cut to
/// the image; padding is never the larger part of a window.
struct Pool2dGeometry {
  struct Range {
    Index begin, end;
  };

  Index N = 0, H = 0, W = 0, C = 0, Ho = 0, Wo = 0;
  Index kernel = 1, stride = 1, padding = 0;

  /// Inputs that output o covers, along an axis of `inputs` positions.
  MIEN_HOST_DEVICE Range window(Index o, Index inputs) const {
    const Index begin = o * stride - padding;
    return {std::max<Index>(begin, 0), std::min(begin + kernel, inputs)};
  }
  /// Outputs that cover input i, along an axis of `outputs` results.
  MIEN_HOST_DEVICE Range covering(Index i, Index outputs) const {
    const Index past = i + padding - kernel + stride;  // ceil((i + padding - kernel + 1) / stride)
    return {std::max<Index>(past, 0) / stride, std::min((i + padding) / stride + 1, outputs)};
  }
};

}  // namespace mien
