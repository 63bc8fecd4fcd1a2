#include "models/gfrnet/networks.h"

#include <cmath>

#include "autograd/ops/cast.h"
#include "autograd/ops/grid_sample.h"
#include "autograd/ops/permute.h"
#include "autograd/ops/sigmoid.h"
#include "autograd/ops/slice.h"
#include "models/unet/levels.h"

namespace mien {
namespace {

GfrnetEncoder::Options encoder_of(const GfrnetOptions& o, Index in_channels) {
  GfrnetEncoder::Options options;
  static_cast<GfrnetOptions&>(options) = o;
  options.in_channels = in_channels;
  return options;
}

RecNet::Options rec_net_of(const Gfrnet::Options& o) {
  RecNet::Options options;
  static_cast<GfrnetOptions&>(options) = o;
  options.widest = o.recnet_widest;
  options.in_channels = o.guidance == Guidance::none ? 3 : 6;
  options.dropout = o.dropout;
  return options;
}

// The stage of a decoder that reads `maps` maps of the encoder's level k side by side and makes one
// of level k - 1, or at last an image of `out_channels`.
UNetUp::Options stage_above(const GfrnetEncoder& encoder, int k, Index maps, Index out_channels) {
  return {.in_channels = maps * encoder.channels(k),
          .out_channels = k == 1 ? out_channels : encoder.channels(k - 1),
          .norm = norm_if(k > 1)};
}

}  // namespace

GfrnetEncoder::GfrnetEncoder(const Options& o) : options_(o) {
  const int levels = unet_levels("GFRNet", o.size);
  check(o.width_factor > 0 && o.widest >= 1, "GFRNet: widths must be positive, got a factor of ",
        o.width_factor, " and at most ", o.widest);
  for (int k = 1; k <= levels; ++k) {
    stages_.push_back(&add<UNetDown>(text("e", k), {.in_channels = channels(k - 1),
                                                    .out_channels = channels(k),
                                                    .rectifier = UNetDown::behind_if(k < levels),
                                                    .norm = norm_if(k > 1 && k < levels),
                                                    .slope = o.slope}));
  }
}

Index GfrnetEncoder::channels(int level) const {
  if (level == 0) return options_.in_channels;
  const Index of_paper = std::min<Index>(Index{64} << (level - 1), options_.widest);
  const double scaled = options_.width_factor * static_cast<double>(of_paper);
  return std::max<Index>(1, std::llround(scaled));
}

std::vector<Variable> GfrnetEncoder::operator()(const std::vector<Variable>& images) {
  const Shape x = ConcatShape("GFRNet", images, -1).shape;
  check(x.rank() == 4 && x == Shape{x[0], options_.size, options_.size, channels(0)}, "GFRNet ",
        path(), ": x must be [N, ", options_.size, ", ", options_.size, ", ", channels(0),
        "], got ", x);
  std::vector<Variable> maps;
  for (UNetDown* stage : stages_) {
    maps.push_back(maps.empty() ? (*stage)(images) : (*stage)(maps.back()));
  }
  return maps;
}

WarpNet::WarpNet(const Options& o) : encoder_(add<GfrnetEncoder>("encoder", encoder_of(o, 6))) {
  const int levels = encoder_.levels();
  for (int k = levels; k >= 1; --k) {
    decoder_.push_back(&add<UNetUp>(text("d", levels + 1 - k), stage_above(encoder_, k, 1, 2)));
  }
}

Variable WarpNet::operator()(const Variable& degraded, const Variable& guide) {
  Variable y = encoder_({degraded, guide}).back();
  for (UNetUp* stage : decoder_) y = (*stage)({y});
  return tanh(y);
}

RecNet::RecNet(const Options& o)
    : encoder_(add<GfrnetEncoder>("encoder", encoder_of(o, o.in_channels))) {
  const int levels = encoder_.levels();
  for (int k = levels; k >= 1; --k) {
    UNetUp::Options stage = stage_above(encoder_, k, k == levels ? 1 : 2, 3);
    if (k > 1 && k > levels - 3) stage.dropout = o.dropout;
    decoder_.push_back(&add<UNetUp>(text("d", levels + 1 - k), stage));
  }
}

Variable RecNet::operator()(const std::vector<Variable>& images) {
  const Variable y = decode(decoder_, encoder_(autocast(images)));
  return sigmoid(cast(y, images[0].dtype()));
}

Gfrnet::Gfrnet(const Options& o)
    : guidance_(o.guidance),
      warp_net_(o.guidance == Guidance::warped ? &add<WarpNet>("warpnet", o) : nullptr),
      rec_net_(add<RecNet>("recnet", rec_net_of(o))) {}

Restoration Gfrnet::operator()(const Variable& degraded, const Variable& guide) {
  switch (guidance_) {
    case Guidance::none:
      return {rec_net_({degraded}), {}, {}};
    case Guidance::guide:
      return {rec_net_({degraded, guide}), {}, {}};
    case Guidance::warped:
      break;
  }
  const Variable flow = (*warp_net_)(degraded, guide);
  const Variable warped = warp_by_flow(guide, flow);
  return {rec_net_({degraded, warped}), warped, flow};
}

Variable warp_by_flow(const Variable& guide, const Variable& flow) {
  check(flow.rank() == 4 && flow.dim(3) == 2, "warp_by_flow: flow must be [N, H, W, 2], got ",
        flow.shape());
  return grid_sample(guide, flip(flow, 3));  // grids hold (y, x)
}

}  // namespace mien
