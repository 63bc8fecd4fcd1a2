#include "layers/conv2d.h"

#include "autograd/ops/slice.h"
#include "autograd/ops/upsample_conv2d.h"

namespace mien {
namespace {

const Conv2d::Options& checked(const Conv2d::Options& o) {
  check(o.in_channels > 0 && o.out_channels > 0, "Conv2d: channels must be positive, got ",
        o.in_channels, " to ", o.out_channels);
  check(o.groups > 0 && o.in_channels % o.groups == 0 && o.out_channels % o.groups == 0,
        "Conv2d: ", o.groups, " groups do not divide ", o.in_channels, " and ", o.out_channels,
        " channels");
  const bool plain =
      o.stride.pair() == Extent(1).pair() && o.dilation.pair() == Extent(1).pair() && o.groups == 1;
  check(o.upsample == 1 || (o.upsample > 1 && plain),
        "Conv2d: upsample needs stride, dilation and groups of 1, got upsample ", o.upsample);
  check(o.slope >= 0, "Conv2d: the slope must not be negative, got ", o.slope);
  check(o.kernel.height > 0 && o.kernel.width > 0, "Conv2d: the kernel must be positive, got ",
        o.kernel.height, " x ", o.kernel.width);
  return o;
}

Shape weight_shape(const Conv2d::Options& o) {
  return {o.out_channels, o.kernel.height, o.kernel.width, o.in_channels / o.groups};
}

Initializer either(const Initializer& given, const Conv2d::Options& o) {
  return given ? given : init::fan_in(weight_shape(o).numel() / o.out_channels);
}

}  // namespace

Conv2d::Conv2d(const Options& o)
    : geometry_{.stride = o.stride.pair(),
                .dilation = o.dilation.pair(),
                .padding = padded(o.padding),
                .groups = o.groups},
      in_channels_(checked(o).in_channels),
      upsample_(o.upsample),
      slope_(o.slope),
      weight_(add_parameter("weight", weight_shape(o), either(o.weight_init, o),
                            FileLayout::filter(weight_shape(o)))) {
  if (o.bias) bias_ = &add_parameter("bias", {o.out_channels}, either(o.bias_init, o));
}

Variable Conv2d::operator()(const Variable& x) const { return (*this)(std::vector{x}); }

Variable Conv2d::operator()(const std::vector<Variable>& maps) const {
  return convolve(maps, {.bias = bias(), .slope = slope_});
}

Variable Conv2d::plus(const Variable& residual, const Variable& x) const {
  return convolve({x}, {.bias = bias(), .residual = residual, .slope = slope_});
}

Variable Conv2d::sums(const std::vector<Variable>& maps, ChannelMoments* moments) const {
  return convolve(maps, {.moments = moments});
}

Variable Conv2d::convolve(const std::vector<Variable>& maps, const Epilogue& epilogue) const {
  const LayerScope scope(path());
  const Shape x = ConcatShape("Conv2d", maps, -1).shape;
  check(x.rank() == 4 && x[3] == in_channels_, "Conv2d ", path(), ": x must be [N, H, W, ",
        in_channels_, "], got ", x);
  if (upsample_ == 1) return conv2d(maps, weight_, epilogue, geometry_);
  const Variable joined = maps.size() == 1 ? maps[0] : concat(maps, 3);
  return upsample_conv2d(joined, weight_, epilogue, upsample_, geometry_.padding);
}

}  // namespace mien
