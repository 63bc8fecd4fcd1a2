#include "autograd/ops/pool2d_options.h"

#include <limits>

namespace mien {
namespace {

Index windows(Index inputs, const Pool2dGeometry& g, bool ceil_mode) {
  const Index room = inputs + 2 * g.padding - g.kernel;
  if (inputs == 0 || room < 0) return 0;
  Index count = (room + (ceil_mode ? g.stride - 1 : 0)) / g.stride + 1;
  if ((count - 1) * g.stride >= inputs + g.padding) --count;
  return count;
}

}  // namespace

Pool2dGeometry pool2d_geometry(const char* op, const Shape& x, const Pool2dOptions& options) {
  check(x.rank() == 4, op, ": x must be [N, H, W, C], got ", x);
  const auto [kernel, stride, padding, ceil_mode, count_include_pad] = options;
  check(kernel >= 1, op, ": kernel must be at least 1, got ", kernel);
  check(stride >= 0, op, ": stride must not be negative, got ", stride);
  check(padding >= 0 && padding <= kernel / 2, op, ": padding must be in [0, ", kernel / 2,
        "], half the kernel, got ", padding);
  check(x[1] * x[2] <= std::numeric_limits<std::int32_t>::max(), op, ": image of ", x,
        " has more than 2^31 pixels");
  Pool2dGeometry g{.N = x[0], .H = x[1], .W = x[2], .C = x[3], .kernel = kernel};
  g.stride = stride == 0 ? kernel : stride;
  g.padding = padding;
  g.Ho = windows(g.H, g, ceil_mode);
  g.Wo = windows(g.W, g, ceil_mode);
  check(g.Ho >= 1 && g.Wo >= 1, op, ": no window of ", kernel, " x ", kernel, " fits in ", x,
        " with padding ", padding);
  return g;
}

}  // namespace mien
