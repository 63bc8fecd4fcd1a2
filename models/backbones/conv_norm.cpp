#include "models/backbones/conv_norm.h"

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/extremes.h"

namespace mien {
namespace {

Conv2d::Options without_bias(Conv2d::Options options) {
  options.bias = false;
  return options;
}

}  // namespace

ConvNorm::ConvNorm(const Options& o)
    : activation_(o.activation),
      conv_(add<Conv2d>(o.conv_name, without_bias(o.conv))),
      norm_(
          add<BatchNorm2d>(o.norm_name, {.channels = o.conv.out_channels,
                                         .epsilon = o.epsilon,
                                         .slope = o.activation == Activation::relu ? 0.0 : 1.0})) {}

Variable ConvNorm::operator()(const std::vector<Variable>& maps) {
  const Variable y = norm_(conv_(maps));
  return activation_ == Activation::relu6 ? clamp(y, 0, 6) : y;
}

InvertedResidual::InvertedResidual(const Options& o)
    : residual_(o.residual),
      widen_(add<ConvNorm>(o.names[0].unit, {.conv = {.in_channels = o.in_channels,
                                                      .out_channels = o.in_channels * o.expansion},
                                             .activation = o.activation,
                                             .conv_name = o.names[0].conv,
                                             .norm_name = o.names[0].norm})),
      filter_(add<ConvNorm>(o.names[1].unit, {.conv = {.in_channels = o.in_channels * o.expansion,
                                                       .out_channels = o.in_channels * o.expansion,
                                                       .kernel = 3,
                                                       .stride = o.stride,
                                                       .padding = 1,
                                                       .groups = o.in_channels * o.expansion},
                                              .activation = o.activation,
                                              .conv_name = o.names[1].conv,
                                              .norm_name = o.names[1].norm})),
      narrow_(add<ConvNorm>(o.names[2].unit, {.conv = {.in_channels = o.in_channels * o.expansion,
                                                       .out_channels = o.out_channels},
                                              .activation = ConvNorm::Activation::none,
                                              .conv_name = o.names[2].conv,
                                              .norm_name = o.names[2].norm})) {
  check(!o.residual || (o.stride == 1 && o.in_channels == o.out_channels),
        "InvertedResidual: a residual needs stride 1 and as many channels out as in");
}

Variable InvertedResidual::operator()(const Variable& x) {
  const Variable y = narrow_(filter_(widen_(x)));
  return residual_ ? x + y : y;
}

}  // namespace mien
