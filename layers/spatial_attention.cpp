#include "layers/spatial_attention.h"

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/cast.h"
#include "autograd/ops/matmul.h"
#include "autograd/ops/reshape.h"
#include "autograd/ops/slice.h"
#include "autograd/ops/softmax.h"

namespace mien {
namespace {

const SpatialAttention::Options& checked(const SpatialAttention::Options& o) {
  check(o.channels > 0 && o.reduction > 0,
        "SpatialAttention: channels and reduction must be positive, got ", o.channels, " and ",
        o.reduction);
  return o;
}

Index reduced(const SpatialAttention::Options& o) {
  return std::max<Index>(1, o.channels / o.reduction);
}

Conv2d::Options conv1(const SpatialAttention::Options& o, Index out) {
  return {.in_channels = o.channels,
          .out_channels = out,
          .weight_init = o.weight_init,
          .bias_init = o.bias_init};
}

// Image n as a matrix of one row per pixel.
Variable pixels(const Variable& x, Index n) {
  return reshape(slice(x, 0, n, n + 1), {x.dim(1) * x.dim(2), x.dim(3)});
}

}  // namespace

SpatialAttention::SpatialAttention(const Options& o)
    : options_(checked(o)),
      query_(add<Conv2d>("query", conv1(o, reduced(o)))),
      key_(add<Conv2d>("key", conv1(o, reduced(o)))),
      value_(add<Conv2d>("value", conv1(o, o.channels))),
      gamma_(add_parameter("gamma", {1}, init::constant(0))) {}

Variable SpatialAttention::operator()(const Variable& x, const Variable& values,
                                      const Variable& base) const {
  const LayerScope scope(path());
  check(x.rank() == 4 && x.dim(3) == options_.channels && values.shape() == x.shape() &&
            base.shape() == x.shape(),
        "SpatialAttention ", path(), ": x, values and base must be [N, H, W, ", options_.channels,
        "], got ", x.shape(), ", ", values.shape(), " and ", base.shape());
  const Variable q = widened(query_(x)), k = widened(key_(x)), v = widened(value_(values));
  std::vector<Variable> gathered;
  for (Index n = 0; n < x.dim(0); ++n) {
    const Variable resemblance = matmul(pixels(q, n), pixels(k, n), {.transpose_b = true});
    const Variable y = matmul(softmax(resemblance), pixels(v, n));
    gathered.push_back(reshape(y, {1, x.dim(1), x.dim(2), x.dim(3)}));
  }
  return cast(gamma_ * concat(gathered, 0), base.dtype()) + base;
}

}  // namespace mien
