#include "models/backbones/landmark_net.h"

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/avg_pool2d.h"
#include "autograd/ops/relu.h"
#include "autograd/ops/reshape.h"
#include "autograd/ops/slice.h"
#include "models/backbones/load_frozen.h"

namespace mien {
namespace {

struct Stage {
  const char* name;
  Index in, out, stride, expansion;
  bool residual;
};
constexpr Stage kStages[] = {
    {"conv3_1", 64, 64, 2, 1, false},   {"block3_2", 64, 64, 1, 1, true},
    {"block3_3", 64, 64, 1, 1, true},   {"block3_4", 64, 64, 1, 1, true},
    {"block3_5", 64, 64, 1, 1, true},   {"conv4_1", 64, 128, 2, 1, false},
    {"conv5_1", 128, 128, 1, 2, false}, {"block5_2", 128, 128, 1, 2, true},
    {"block5_3", 128, 128, 1, 2, true}, {"block5_4", 128, 128, 1, 2, true},
    {"block5_5", 128, 128, 1, 2, true}, {"block5_6", 128, 128, 1, 2, true},
    {"conv6_1", 128, 16, 1, 1, false},
};

}  // namespace

LandmarkNet::LandmarkNet()
    : conv1_(add<Conv2d>("conv1", {.in_channels = 3,
                                   .out_channels = 64,
                                   .kernel = 3,
                                   .stride = 2,
                                   .padding = 1,
                                   .bias = false})),
      bn1_(add<BatchNorm2d>("bn1", {.channels = 64, .slope = 0})),
      dw_pool_(add<Conv2d>("dw_pool", {.in_channels = 64,
                                       .out_channels = 64,
                                       .kernel = 3,
                                       .padding = 1,
                                       .groups = 64,
                                       .bias = false})),
      dw_bn_(add<BatchNorm2d>("dw_bn", {.channels = 64})),
      conv1_extra_(
          add<Conv2d>("conv1_extra", {.in_channels = 64, .out_channels = 64, .bias = false})),
      conv7_(add<ConvNorm>(
          "conv7",
          {.conv = {.in_channels = 16, .out_channels = 32, .kernel = 3, .stride = 2, .padding = 1},
           .conv_name = "0",
           .norm_name = "1"})),
      conv8_(add<Conv2d>("conv8", {.in_channels = 32, .out_channels = 128, .kernel = 7})),
      fc_(add<Linear>("fc", {.in_features = 176, .out_features = 136})) {
  for (const Stage& stage : kStages) {
    blocks_.push_back(&add<InvertedResidual>(
        stage.name, {.in_channels = stage.in,
                     .out_channels = stage.out,
                     .stride = stage.stride,
                     .expansion = stage.expansion,
                     .residual = stage.residual,
                     .names = {{{"conv", "0", "1"}, {"conv", "3", "4"}, {"conv", "6", "7"}}}}));
  }
}

Variable LandmarkNet::operator()(const Variable& x) {
  check(x.rank() == 4 && x.shape() == Shape{x.dim(0), 112, 112, 3},
        "LandmarkNet: x must be [N, 112, 112, 3], got ", x.shape());
  Variable y = bn1_(conv1_(x * 0.5 + 0.5));
  y = relu(conv1_extra_(dw_bn_(dw_pool_(y))));
  for (InvertedResidual* block : blocks_) y = (*block)(y);
  const Variable seven = conv7_(y);
  const Variable eight = flatten(relu(conv8_(seven)));
  const Variable all = concat({global_avg_pool(y), global_avg_pool(seven), eight}, 1);
  return reshape(fc_(all), {x.dim(0), 68, 2});
}

std::unique_ptr<LandmarkNet> load_landmark_net(const std::filesystem::path& path) {
  return load_frozen<LandmarkNet>(path, "a landmark network");
}

}  // namespace mien
