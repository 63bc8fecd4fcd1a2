#include "models/backbones/squeezenet.h"

#include "autograd/ops/max_pool2d.h"
#include "autograd/ops/slice.h"

namespace mien {
namespace {

struct Stage {
  int index;  // in torchvision's list
  Index in, squeezed, expanded;
  bool pooled, tapped;  // before it, behind it
};
constexpr Stage kStages[] = {
    {3, 64, 16, 64, true, false},    {4, 128, 16, 64, false, true},
    {6, 128, 32, 128, true, false},  {7, 256, 32, 128, false, true},
    {9, 256, 48, 192, true, true},   {10, 384, 48, 192, false, true},
    {11, 384, 64, 256, false, true}, {12, 512, 64, 256, false, true},
};

}  // namespace

Fire::Fire(const Options& o)
    : squeeze_(add<Conv2d>("squeeze",
                           {.in_channels = o.in_channels, .out_channels = o.squeezed, .slope = 0})),
      expand1x1_(add<Conv2d>("expand1x1",
                             {.in_channels = o.squeezed, .out_channels = o.expanded, .slope = 0})),
      expand3x3_(add<Conv2d>("expand3x3", {.in_channels = o.squeezed,
                                           .out_channels = o.expanded,
                                           .kernel = 3,
                                           .padding = 1,
                                           .slope = 0})) {}

Variable Fire::operator()(const Variable& x) const {
  const Variable s = squeeze_(x);
  return concat({expand1x1_(s), expand3x3_(s)}, 3);
}

SqueezeNet::SqueezeNet()
    : conv_(add<Conv2d>(
          "0", {.in_channels = 3, .out_channels = 64, .kernel = 3, .stride = 2, .slope = 0})) {
  for (const Stage& stage : kStages) {
    fires_.push_back(&add<Fire>(
        text(stage.index),
        {.in_channels = stage.in, .squeezed = stage.squeezed, .expanded = stage.expanded}));
  }
}

std::vector<Variable> SqueezeNet::operator()(const Variable& x) const {
  Variable y = conv_(x);
  std::vector<Variable> maps = {y};
  for (std::size_t k = 0; k < fires_.size(); ++k) {
    if (kStages[k].pooled) y = max_pool2d(y, {.kernel = 3, .stride = 2, .ceil_mode = true});
    y = (*fires_[k])(y);
    if (kStages[k].tapped) maps.push_back(y);
  }
  return maps;
}

}  // namespace mien
