#include "models/patchgan/networks.h"

#include "autograd/ops/cast.h"
#include "autograd/ops/slice.h"
#include "models/pix2pix_convolution.h"
#include "models/unet/levels.h"

namespace mien {
namespace {

const PatchGan::Options& checked(const PatchGan::Options& o) {
  check(o.in_channels >= 1 && o.width >= 1, "PatchGan: channels and width must be positive, got ",
        o.in_channels, " and ", o.width);
  check(o.layers >= 1 && o.layers <= 5, "PatchGan: needs 1 to 5 layers, got ", o.layers);
  check(o.padding >= 0 && o.padding <= 2, "PatchGan: the padding must be 0 to 2, got ", o.padding);
  return o;
}

}  // namespace

PatchGan::PatchGan(const Options& o) : options_(checked(o)) {
  const auto width = [&](int stage) { return unet_channels(o.width, stage); };
  constexpr double kSlope = 0.2;
  add_stage(o.in_channels, width(1), 2, NormKind::none, kSlope);
  for (int k = 2; k <= o.layers; ++k) add_stage(width(k - 1), width(k), 2, o.norm, kSlope);
  add_stage(width(o.layers), width(o.layers + 1), 1, o.norm, kSlope);
  add_stage(width(o.layers + 1), 1, 1, NormKind::none, 1);
}

void PatchGan::add_stage(Index in, Index out, Index stride, NormKind norm, double slope) {
  const std::string name = text("c", stages_.size() + 1);
  Conv2d& conv = add<Conv2d>(name + ".conv",
                             pix2pix_convolution<Conv2d>({.in_channels = in,
                                                          .out_channels = out,
                                                          .kernel = 4,
                                                          .stride = stride,
                                                          .padding = options_.padding,
                                                          .slope = slope_if_alone(norm, slope)}));
  stages_.push_back({&conv, add_norm(name + ".norm", out, norm, slope)});
}

Variable PatchGan::operator()(const std::vector<Variable>& maps) {
  const Shape x = ConcatShape("PatchGan", maps, -1).shape;
  check(x.rank() == 4 && std::min(x[1], x[2]) >= smallest_side(), "PatchGan ", path(),
        ": x must be [N, H, W, ", options_.in_channels, "] of at least ", smallest_side(),
        " pixels a side, got ", x);
  std::vector<Variable> y = autocast(maps);
  for (const Stage& stage : stages_) y = {stage.norm.behind(*stage.conv, y)};
  return cast(y[0], maps[0].dtype());
}

Index PatchGan::smallest_side() const {
  Index side = 1;  // of the logits; from the last convolution back to the first
  for (int k = options_.layers + 2; k >= 1; --k) {
    const Index stride = k > options_.layers ? 1 : 2;
    side = std::max<Index>(1, (side - 1) * stride + 4 - 2 * options_.padding);
  }
  return side;
}

}  // namespace mien
