#include "autograd/ops/upsample.h"

#include <algorithm>

#include "autograd/ops/resample2d.h"

namespace mien {
namespace {

AxisWeights repeat(Index inputs, Index factor) {
  AxisWeights weights(inputs);
  for (Index o = 0; o < inputs * factor; ++o) {
    weights.add(o / factor, 1);
    weights.close();
  }
  return weights;
}

double source_position(Index o, Index inputs, Index outputs, bool align_corners) {
  const auto n = static_cast<double>(inputs), m = static_cast<double>(outputs);
  const auto at = static_cast<double>(o);
  if (align_corners) return outputs == 1 ? 0 : at * ((n - 1) / (m - 1));
  return std::max(0.0, (at + 0.5) * (n / m) - 0.5);
}

AxisWeights interpolate(Index inputs, Index outputs, bool align_corners) {
  AxisWeights weights(inputs);
  for (Index o = 0; o < outputs; ++o) {
    const double at = source_position(o, inputs, outputs, align_corners);
    const Index low = std::min(static_cast<Index>(at), inputs - 1);
    const double fraction = at - static_cast<double>(low);
    if (low + 1 < inputs) {
      weights.add(low, 1 - fraction);
      weights.add(low + 1, fraction);
    } else {
      weights.add(low, 1);
    }
    weights.close();
  }
  return weights;
}

}  // namespace

Variable upsample_nearest(const Variable& x, Index factor) {
  check(x.rank() == 4, "upsample_nearest: x must be [N, H, W, C], got ", x.shape());
  check(factor >= 1, "upsample_nearest: factor must be at least 1, got ", factor);
  return resample2d(x, repeat(x.dim(1), factor), repeat(x.dim(2), factor), "upsample_nearest");
}

Variable upsample_bilinear(const Variable& x, ImageSize size, bool align_corners) {
  check(x.rank() == 4 && x.dim(1) * x.dim(2) > 0,
        "upsample_bilinear: x must be [N, H, W, C] with pixels, got ", x.shape());
  check(size.height >= 1 && size.width >= 1, "upsample_bilinear: size must be at least 1 x 1, got ",
        size.height, " x ", size.width);
  return resample2d(x, interpolate(x.dim(1), size.height, align_corners),
                    interpolate(x.dim(2), size.width, align_corners), "upsample_bilinear");
}

}  // namespace mien
