#include "models/recovery/blocks.h"

#include "autograd/ops/max_pool2d.h"
#include "autograd/ops/upsample.h"

namespace mien {

ConvBlock::ConvBlock(const Options& o)
    : conv_(add<Conv2d>("conv", {.in_channels = o.in_channels,
                                 .out_channels = o.out_channels,
                                 .kernel = o.kernel,
                                 .stride = o.stride,
                                 .padding = o.padding.value_or(o.kernel / 2),
                                 .upsample = o.upsample})),
      norm_(add<BatchNorm2d>("norm", {.channels = o.out_channels, .slope = o.slope})) {}

Variable ConvBlock::operator()(const Variable& x) { return norm_.behind(conv_, x); }

UpBlock::UpBlock(const Options& o)
    : conv_(add<ConvTranspose2d>("conv", {.in_channels = o.in_channels,
                                          .out_channels = o.out_channels,
                                          .kernel = o.kernel,
                                          .stride = o.stride,
                                          .padding = o.padding})),
      norm_(add<BatchNorm2d>("norm", {.channels = o.out_channels, .slope = o.slope})) {}

Variable UpBlock::operator()(const Variable& x) { return norm_.behind(conv_, x); }

PreActivationBlock::PreActivationBlock(const Options& o)
    : norm1_(add<BatchNorm2d>("norm1", {.channels = o.channels, .slope = 0})),
      conv1_(add<Conv2d>(
          "conv1",
          {.in_channels = o.channels, .out_channels = o.channels, .kernel = 3, .padding = 1})),
      norm2_(add<BatchNorm2d>("norm2", {.channels = o.channels, .slope = 0})),
      conv2_(add<Conv2d>("conv2",
                         {.in_channels = o.channels, .out_channels = o.channels, .kernel = 1})) {}

Variable PreActivationBlock::operator()(const Variable& x) {
  return conv2_.plus(x, norm2_.behind(conv1_, norm1_(x)));
}

Variable halve(const Variable& x) { return max_pool2d(x); }

Variable twice(const Variable& x) { return upsample_nearest(x, 2); }

}  // namespace mien
