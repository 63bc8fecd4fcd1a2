#include "layers/conv_transpose2d.h"

#include "autograd/ops/relu_conv_transpose2d.h"
#include "autograd/ops/slice.h"

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
      relu_input_(o.relu_input),
      weight_(add_parameter("weight", weight_shape(o), either(o.weight_init, o),
                            FileLayout::filter(weight_shape(o)))) {
  if (o.bias) bias_ = &add_parameter("bias", {o.out_channels}, either(o.bias_init, o));
}

Variable ConvTranspose2d::operator()(std::vector<Variable> maps) const {
  return convolve(std::move(maps), {.bias = bias()});
}

Variable ConvTranspose2d::sums(std::vector<Variable> maps, ChannelMoments* moments) const {
  return convolve(std::move(maps), {.moments = moments});
}

Variable ConvTranspose2d::convolve(std::vector<Variable> maps, const Epilogue& epilogue) const {
  const LayerScope scope(path());
  const Shape x = ConcatShape("ConvTranspose2d", maps, -1).shape;
  check(x.rank() == 4 && x[3] == in_channels_, "ConvTranspose2d ", path(), ": x must be [N, H, W, ",
        in_channels_, "], got ", x);
  if (relu_input_) return relu_conv_transpose2d(std::move(maps), weight_, epilogue, geometry_);
  const Variable joined = maps.size() == 1 ? maps[0] : concat(maps, 3);
  return conv_transpose2d(joined, weight_, epilogue, geometry_);
}

}  // namespace mien
