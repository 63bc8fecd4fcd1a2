#include "models/recovery/blocks.h"

#include "autograd/ops/max_pool2d.h"
#include "autograd/ops/upsample.h"

namespace mien {

ConvBlock::ConvBlock(const Options& o)
    : conv_(add<Conv2d>("conv", {.in_channels = o.in_channels,
                                 .out_channels = o.out_channels,
                                 .kernel = o.kernel,
                                 .padding = o.kernel / 2})),
      norm_(add<BatchNorm2d>("norm", {.channels = o.out_channels, .slope = o.slope})) {}

Variable ConvBlock::operator()(const Variable& x) { return norm_(conv_(x)); }

UpBlock::UpBlock(const Options& o)
    : conv_(add<ConvTranspose2d>("conv", {.in_channels = o.in_channels,
                                          .out_channels = o.out_channels,
                                          .kernel = 4,
                                          .stride = 2,
                                          .padding = 1})),
      norm_(add<BatchNorm2d>("norm", {.channels = o.out_channels, .slope = o.slope})) {}

Variable UpBlock::operator()(const Variable& x) { return norm_(conv_(x)); }

Variable halve(const Variable& x) { return max_pool2d(x); }

Variable twice(const Variable& x) { return upsample_nearest(x, 2); }

}  // namespace mien
