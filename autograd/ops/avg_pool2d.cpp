#include "autograd/ops/avg_pool2d.h"

#include "autograd/ops/resample2d.h"
#include "autograd/ops/sum.h"

namespace mien {
namespace {

AxisWeights window_means(const Pool2dGeometry& g, Index inputs, Index outputs, bool include_pad) {
  AxisWeights weights(inputs);
  for (Index o = 0; o < outputs; ++o) {
    const auto [begin, end] = g.window(o, inputs);
    const Index start = o * g.stride - g.padding;
    const Index padded = std::min(start + g.kernel, inputs + g.padding) - start;
    const Index count = include_pad ? padded : end - begin;
    for (Index i = begin; i < end; ++i) weights.add(i, 1.0 / static_cast<double>(count));
    weights.close();
  }
  return weights;
}

}  // namespace

Variable avg_pool2d(const Variable& x, const Pool2dOptions& options) {
  const Pool2dGeometry g = pool2d_geometry("avg_pool2d", x.shape(), options);
  return resample2d(x, window_means(g, g.H, g.Ho, options.count_include_pad),
                    window_means(g, g.W, g.Wo, options.count_include_pad), "avg_pool2d");
}

Variable global_avg_pool(const Variable& x) {
  check(x.rank() == 4 && x.dim(1) * x.dim(2) > 0,
        "global_avg_pool: x must be [N, H, W, C] with pixels, got ", x.shape());
  return mean(x, {1, 2});
}

}  // namespace mien
