#include "models/chan/networks.h"

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/avg_pool2d.h"
#include "autograd/ops/batch_norm.h"
#include "autograd/ops/cast.h"
#include "autograd/ops/leaky_relu.h"
#include "autograd/ops/relu.h"
#include "autograd/ops/sigmoid.h"
#include "autograd/ops/slice.h"
#include "models/pix2pix_convolution.h"
#include "models/unet/levels.h"

namespace mien {
namespace {

Conv2d::Options conv(Index in, Index out, Index kernel, Index stride, bool bias = true) {
  return pix2pix_convolution<Conv2d>({.in_channels = in,
                                      .out_channels = out,
                                      .kernel = kernel,
                                      .stride = stride,
                                      .padding = 1,
                                      .bias = bias});
}

SpatialAttention::Options attention(Index channels) {
  return pix2pix_convolution<SpatialAttention>({.channels = channels});
}

const Chan::Options& checked(const Chan::Options& o) {
  check(o.size >= 16, "Chan: the size must be at least 16, got ", o.size);
  check(o.in_channels >= 1 && o.out_channels >= 1 && o.width >= 1,
        "Chan: channels and width must be positive, got ", o.in_channels, ", ", o.out_channels,
        " and ", o.width);
  return o;
}

}  // namespace

ChanResidual::ChanResidual(const Options& o)
    : first_(add<Conv2d>("conv1", conv(o.channels, o.channels, 3, 1, false))),
      second_(add<Conv2d>("conv2", conv(o.channels, o.channels, 3, 1, false))),
      first_norm_(add_norm("norm1", o.channels, norm_if(o.norm))),
      second_norm_(add_norm("norm2", o.channels, norm_if(o.norm))) {}

Variable ChanResidual::operator()(const Variable& x) {
  return relu(x + second_norm_(second_(relu(first_norm_(first_(x))))));
}

ChanTransformer::ChanTransformer(const Options& o)
    : of_encoder_(add<SpatialAttention>("of_encoder", attention(o.channels))),
      of_decoder_(add<SpatialAttention>("of_decoder", attention(o.channels))),
      across_(add<SpatialAttention>("across", attention(o.channels))),
      encoder_conv_(add<Conv2d>("encoder_conv", conv(o.channels, o.channels, 3, 1))),
      conv_(add<Conv2d>("conv", conv(o.channels, o.channels, 3, 1))),
      norm_(add<InstanceNorm2d>("norm", {.channels = o.channels})) {}

Variable ChanTransformer::operator()(const Variable& x, const Variable& y) const {
  const Variable a = norm_(of_encoder_(x));
  const Variable b = norm_(a + encoder_conv_(a));
  const Variable c = norm_(of_decoder_(y));
  const Variable d = norm_(across_(b, c, y));
  const Variable e = norm_(d + c);
  return norm_(e + conv_(e));
}

Chan::Chan(const Options& o) : options_(checked(o)) {
  const int levels = unet_levels("Chan", o.size);
  const Index w = o.width;
  const auto channels = [&](int level) { return unet_channels(w, level); };
  for (int k = 1; k <= levels; ++k) {
    const Index in = k == 1 ? o.in_channels : channels(k - 1);
    Conv2d& made = add<Conv2d>(text("en", k, ".conv"), conv(in, channels(k), 4, 2));
    encoder_.push_back(
        {&made, add_norm(text("en", k, ".norm"), channels(k), norm_if(k > 1 && k < levels))});
  }
  const auto residuals = [&](const std::string& name, int count, Index width, bool norm) {
    std::vector<ChanResidual*> blocks;
    for (int k = 1; k <= count; ++k) {
      blocks.push_back(&add<ChanResidual>(text(name, k), {.channels = width, .norm = norm}));
    }
    return blocks;
  };
  bottom_ = residuals("bottom", 3, channels(levels), false);
  for (int k = levels; k >= 2; --k) {
    const std::string name = text("de", levels + 1 - k);
    ConvTranspose2d& made = add<ConvTranspose2d>(
        name + ".conv",
        halving_or_doubling<ConvTranspose2d>((k == levels ? 1 : 2) * channels(k), channels(k - 1)));
    const bool drops = k >= 5 && k < levels;
    decoder_.push_back({&made, add_norm(name + ".norm", channels(k - 1), NormKind::batch),
                        &add<Dropout>(name + ".dropout", {.probability = drops ? o.dropout : 0})});
  }
  transformer_ = &add<ChanTransformer>("ta", {.channels = channels(2)});
  detail_conv1_ = &add<Conv2d>("d1.conv", conv(o.in_channels, w, 4, 2));
  detail_conv2_ = &add<Conv2d>("d2.conv", conv(w, 2 * w, 3, 1));
  detail_norm_ = add_norm("d2.norm", 2 * w, NormKind::batch);
  details_ = residuals("detail", 3, 2 * w, true);
  gate_ = &add<Conv2d>("gate", conv(4 * w, 1, 3, 1));
  body_ = residuals("body", 9, 2 * w, true);
  last_ =
      &add<ConvTranspose2d>("last", halving_or_doubling<ConvTranspose2d>(2 * w, o.out_channels));
}

Variable Chan::u_branch(const Variable& x) {
  std::vector<Variable> maps;
  for (const Down& stage : encoder_) {
    const Variable y = stage.norm((*stage.conv)(maps.empty() ? x : maps.back()));
    maps.push_back(leaky_relu(y, &stage == &encoder_.back() ? 0 : 0.2));
  }
  Variable y = maps.back();
  for (ChanResidual* block : bottom_) y = (*block)(y);
  for (const Up& stage : decoder_) {
    maps.pop_back();
    y = relu((*stage.dropout)(stage.norm((*stage.conv)(y))));
    if (maps.size() == 2) y = (*transformer_)(maps.back(), y);
    y = concat({y, maps.back()}, 3);
  }
  return y;
}

Variable Chan::detail_branch(const Variable& x) {
  Variable y = leaky_relu((*detail_conv1_)(x), 0.2);
  y = leaky_relu(detail_norm_((*detail_conv2_)(y)), 0.2);
  for (ChanResidual* block : details_) y = (*block)(y);
  return y;
}

Variable Chan::operator()(const Variable& x) {
  check(x.rank() == 4 &&
            x.shape() == Shape{x.dim(0), options_.size, options_.size, options_.in_channels},
        "Chan: x must be [N, ", options_.size, ", ", options_.size, ", ", options_.in_channels,
        "], got ", x.shape());
  const Variable image = autocast(x);
  const Variable u = u_branch(image), v = detail_branch(image);
  const Variable gate = sigmoid((*gate_)({v, u}));
  Variable y = v * (1.0 - gate) + u * gate;
  for (ChanResidual* block : body_) y = (*block)(y);
  return tanh(cast((*last_)(y), x.dtype()));
}

ChanDiscriminator::ChanDiscriminator(const Options& o)
    : c1_(add<Conv2d>("c1", conv(o.in_channels, o.width, 4, 2))),
      c2_(add<Conv2d>("c2", conv(o.width, 2 * o.width, 4, 2))),
      c3_(add<Conv2d>("c3", conv(2 * o.width, 4 * o.width, 4, 2))),
      c4_(add<Conv2d>("c4", conv(4 * o.width, 8 * o.width, 4, 2))),
      c5_(add<Conv2d>("c5", conv(8 * o.width, 8 * o.width, 3, 2))),
      last_(add<Conv2d>("last", conv(22 * o.width, 1, 4, 1))) {}

Variable ChanDiscriminator::operator()(const std::vector<Variable>& maps) const {
  const Shape x = ConcatShape("ChanDiscriminator", maps, -1).shape;
  check(x.rank() == 4 && x[1] % 32 == 0 && x[2] % 32 == 0 && x[1] >= 64 && x[2] >= 64,
        "ChanDiscriminator: x must be [N, S, S, C], S a multiple of 32 from 64 on, got ", x);
  const auto stage = [](const Conv2d& layer, const Variable& input) {
    return leaky_relu(instance_norm(layer(input)), 0.2);
  };
  const auto averaged = [](const Variable& map, Index side) {
    return instance_norm(avg_pool2d(map, {.kernel = side}));
  };
  const Variable m1 = leaky_relu(c1_(autocast(maps)), 0.2);  //  64 @ S/2
  const Variable m2 = stage(c2_, m1);                        // 128 @ S/4
  const Variable m3 = stage(c3_, m2);                        // 256 @ S/8
  const Variable m4 = stage(c4_, m3);                        // 512 @ S/16
  const Variable m5 = stage(c5_, m4);                        // 512 @ S/32
  const Variable y = last_({m5, averaged(m4, 2), averaged(m3, 4), averaged(m2, 8)});
  return cast(y, maps[0].dtype());
}

}  // namespace mien
