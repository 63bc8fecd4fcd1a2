#include "layers/conv_transpose2d.h"

namespace mien {
namespace {

const ConvTranspose2d::Options& checked(const ConvTranspose2d::Options& o) {
  check(o.in_channels > 0 && o.out_channels > 0, "ConvTranspose2d: channels must be positive, got ",
        o.in_channels, " to ", o.out_channels);
  check(o.groups > 0 && o.in_channels % o.groups == 0 && o.out_channels % o.groups == 0,
        "ConvTranspose2d: ", o.groups, " groups do not divide ", o.in_channels, " and ",
        o.out_channels, " channels");
  check(o.kernel.height > 0 && o.kernel.width > 0,
        "ConvTranspose2d: the kernel must be positive, got ", o.kernel.height, " x ",
        o.kernel.width);
  return o;
}

Shape weight_shape(const ConvTranspose2d::Options& o) {
  return {o.in_channels, o.kernel.height, o.kernel.width, o.out_channels / o.groups};
}

Initializer either(const Initializer& given, const ConvTranspose2d::Options& o) {
  return given ? given : init::fan_in(o.kernel.height * o.kernel.width * o.in_channels);
}

}  // namespace

ConvTranspose2d::ConvTranspose2d(const Options& o)
    : geometry_{.stride = o.stride.pair(),
                .dilation = o.dilation.pair(),
                .padding = padded(o.padding),
                .output_padding = o.output_padding.pair(),
                .groups = o.groups},
      in_channels_(checked(o).in_channels),
      weight_(add_parameter("weight", weight_shape(o), either(o.weight_init, o),
                            FileLayout::filter(weight_shape(o)))) {
  if (o.bias) bias_ = &add_parameter("bias", {o.out_channels}, either(o.bias_init, o));
}

Variable ConvTranspose2d::operator()(const Variable& x) const {
  return convolve(x, {.bias = bias()});
}

Variable ConvTranspose2d::sums(const Variable& x, ChannelMoments* moments) const {
  return convolve(x, {.moments = moments});
}

Variable ConvTranspose2d::convolve(const Variable& x, const Epilogue& epilogue) const {
  const LayerScope scope(path());
  check(x.rank() == 4 && x.dim(3) == in_channels_, "ConvTranspose2d ", path(),
        ": x must be [N, H, W, ", in_channels_, "], got ", x.shape());
  return conv_transpose2d(x, weight_, epilogue, geometry_);
}

}  // namespace mien
