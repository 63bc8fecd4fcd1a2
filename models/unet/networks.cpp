#include "models/unet/networks.h"

#include "autograd/ops/cast.h"
#include "autograd/ops/leaky_relu.h"
#include "autograd/ops/sigmoid.h"
#include "models/pix2pix_convolution.h"
#include "models/unet/levels.h"

namespace mien {
namespace {

const UNet::Options& checked(const UNet::Options& o) {
  check(o.in_channels >= 1 && o.out_channels >= 1 && o.width >= 1,
        "UNet: channels and width must be positive, got ", o.in_channels, ", ", o.out_channels,
        " and ", o.width);
  return o;
}

double slope_behind(const UNetDown::Options& o) {
  return o.rectifier == UNetDown::Rectifier::behind ? o.slope : 1;
}

Conv2d::Options halving(const UNetDown::Options& o) {
  auto options = halving_or_doubling<Conv2d>(o.in_channels, o.out_channels);
  options.slope = slope_if_alone(o.norm, slope_behind(o));
  return options;
}

ConvTranspose2d::Options doubling_of_relu(Index in, Index out) {
  auto options = halving_or_doubling<ConvTranspose2d>(in, out);
  options.relu_input = true;
  return options;
}

}  // namespace

UNetDown::UNetDown(const Options& o)
    : slope_before_(o.rectifier == Rectifier::before ? o.slope : 1),
      conv_(add<Conv2d>("conv", halving(o))),
      norm_(add_norm("norm", o.out_channels, o.norm, slope_behind(o))) {}

Variable UNetDown::operator()(std::vector<Variable> maps) {
  if (slope_before_ != 1) {
    for (Variable& map : maps) map = leaky_relu(map, slope_before_);
  }
  return norm_.behind(conv_, maps);
}

UNetUp::UNetUp(const Options& o)
    : conv_(add<ConvTranspose2d>("conv", doubling_of_relu(o.in_channels, o.out_channels))),
      norm_(add_norm("norm", o.out_channels, o.norm)),
      dropout_(add<Dropout>("dropout", {.probability = o.dropout})) {}

Variable UNetUp::operator()(std::vector<Variable> maps) {
  return dropout_(norm_.behind(conv_, std::move(maps)));
}

Variable decode(const std::vector<UNetUp*>& stages, std::vector<Variable> maps) {
  std::vector<Variable> seen;
  for (UNetUp* stage : stages) {
    seen.push_back(std::move(maps.back()));
    maps.pop_back();
    seen = {(*stage)(std::move(seen))};
  }
  return seen.front();
}

UNet::UNet(const Options& o) : image_{checked(o).size, o.size, o.in_channels} {
  const int levels = unet_levels("UNet", o.size);
  const auto channels = [&](int level) { return unet_channels(o.width, level); };
  for (int k = 1; k <= levels; ++k) {
    down_.push_back(
        &add<UNetDown>(text("d", k), {.in_channels = k == 1 ? o.in_channels : channels(k - 1),
                                      .out_channels = channels(k),
                                      .rectifier = UNetDown::behind_if(k < levels),
                                      .norm = norm_if(k > 1 && k < levels)}));
  }
  for (int k = levels; k >= 1; --k) {
    up_.push_back(
        &add<UNetUp>(text("u", k), {.in_channels = k == levels ? channels(k) : 2 * channels(k),
                                    .out_channels = k == 1 ? o.out_channels : channels(k - 1),
                                    .norm = norm_if(k > 1),
                                    .dropout = k > 1 && k > levels - 3 ? o.dropout : 0}));
  }
}

Variable UNet::operator()(const Variable& x) {
  check(x.rank() == 4 && x.shape() == Shape{x.dim(0), image_[0], image_[1], image_[2]},
        "UNet: x must be [N, ", image_[0], ", ", image_[1], ", ", image_[2], "], got ", x.shape());
  std::vector<Variable> skips;
  for (UNetDown* down : down_) {
    skips.push_back((*down)(skips.empty() ? autocast(x) : skips.back()));
  }
  return tanh(cast(decode(up_, std::move(skips)), x.dtype()));
}

}  // namespace mien
