#include "models/recovery/blocks.h"

#include "autograd/ops/leaky_relu.h"
#include "autograd/ops/max_pool2d.h"
#include "autograd/ops/upsample.h"

namespace mien {

ConvBlock::ConvBlock(const Options& o)
    : slope_(o.slope),
      conv_(add<Conv2d>("conv", {.in_channels = o.in_channels,
                                 .out_channels = o.out_channels,
                                 .kernel = o.kernel,
                                 .padding = o.kernel / 2})),
      norm_(add<BatchNorm2d>("norm", {.channels = o.out_channels})) {}

Variable ConvBlock::operator()(const Variable& x) { return leaky_relu(norm_(conv_(x)), slope_); }

UpBlock::UpBlock(const Options& o)
    : slope_(o.slope),
      conv_(add<ConvTranspose2d>("conv", {.in_channels = o.in_channels,
                                          .out_channels = o.out_channels,
                                          .kernel = 4,
                                          .stride = 2,
                                          .padding = 1})),
      norm_(add<BatchNorm2d>("norm", {.channels = o.out_channels})) {}

Variable UpBlock::operator()(const Variable& x) { return leaky_relu(norm_(conv_(x)), slope_); }

Variable halve(const Variable& x) { return max_pool2d(x); }

Variable twice(const Variable& x) { return upsample_nearest(x, 2); }

}  // namespace mien
