#include "models/backbones/mobile_face_net.h"

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/elementary.h"
#include "autograd/ops/reshape.h"
#include "autograd/ops/sum.h"
#include "models/backbones/load_frozen.h"
#include "models/backbones/vgg.h"

namespace mien {
namespace {

using Activation = ConvNorm::Activation;

struct Stage {
  Index in, out, stride, expansion;
  int count;
};
constexpr Stage kStages[] = {{64, 64, 2, 2, 5},
                             {64, 128, 2, 4, 1},
                             {128, 128, 1, 2, 6},
                             {128, 128, 2, 4, 1},
                             {128, 128, 1, 2, 2}};

ConvNorm::Options unit(const Conv2d::Options& conv, Activation activation, const char* conv_name,
                       const char* norm_name) {
  return {.conv = conv, .activation = activation, .conv_name = conv_name, .norm_name = norm_name};
}

Conv2d::Options depthwise(Index channels, Index kernel, Index padding) {
  return {.in_channels = channels,
          .out_channels = channels,
          .kernel = kernel,
          .padding = padding,
          .groups = channels};
}

}  // namespace

MobileFaceNet::MobileFaceNet()
    : conv1_(add<ConvNorm>(
          "conv1",
          unit({.in_channels = 3, .out_channels = 64, .kernel = 3, .stride = 2, .padding = 1},
               Activation::relu6, "0", "1"))),
      depthwise_(add<ConvNorm>("dw_conv",
                               unit(depthwise(64, 3, 1), Activation::relu, "depthwise", "bn1"))),
      pointwise_(add<ConvNorm>("dw_conv", unit({.in_channels = 64, .out_channels = 64},
                                               Activation::relu, "pointwise", "bn2"))),
      conv2_(add<ConvNorm>(
          "conv2", unit({.in_channels = 128, .out_channels = 512}, Activation::relu6, "0", "1"))),
      global_(
          add<ConvNorm>("gdconv", unit(depthwise(512, 7, 0), Activation::none, "depthwise", "bn"))),
      conv3_(add<Conv2d>("conv3", {.in_channels = 512, .out_channels = 128})),
      bn_(add<BatchNorm2d>("bn", {.channels = 128})) {
  for (const Stage& stage : kStages) {
    for (int k = 0; k < stage.count; ++k) {
      const bool first = k == 0;
      const Index in = first ? stage.in : stage.out, stride = first ? stage.stride : 1;
      blocks_.push_back(&add<InvertedResidual>(
          text("features.", blocks_.size()),
          {.in_channels = in,
           .out_channels = stage.out,
           .stride = stride,
           .expansion = stage.expansion,
           .residual = stride == 1 && in == stage.out,
           .activation = Activation::relu6,
           .names = {{{"conv.0", "0", "1"}, {"conv.1", "0", "1"}, {"conv", "2", "3"}}}}));
    }
  }
}

Variable MobileFaceNet::operator()(const Variable& x) {
  check(x.rank() == 4 && x.shape() == Shape{x.dim(0), 112, 112, 3},
        "MobileFaceNet: x must be [N, 112, 112, 3], got ", x.shape());
  Variable y = conv1_(vgg_input(x, VggInput::torchvision));
  y = pointwise_(depthwise_(y));
  for (InvertedResidual* block : blocks_) y = (*block)(y);
  y = flatten(bn_(conv3_(global_(conv2_(y)))));
  return y / sqrt(sum(square(y), {1}, true) + 1e-12);
}

std::unique_ptr<MobileFaceNet> load_mobile_face_net(const std::filesystem::path& path) {
  return load_frozen<MobileFaceNet>(path, "MobileFaceNet");
}

}  // namespace mien
