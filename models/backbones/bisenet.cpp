#include "models/backbones/bisenet.h"

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/max_pool2d.h"
#include "autograd/ops/relu.h"
#include "autograd/ops/sigmoid.h"
#include "autograd/ops/sum.h"
#include "autograd/ops/upsample.h"
#include "models/backbones/load_frozen.h"
#include "models/backbones/vgg.h"
#include "models/narrowed.h"

namespace mien {
namespace {

Conv2d::Options conv(Index in, Index out, Index kernel, Index stride = 1) {
  return {.in_channels = in,
          .out_channels = out,
          .kernel = kernel,
          .stride = stride,
          .padding = kernel / 2,
          .bias = false};
}

Variable mean_of_pixels(const Variable& x) { return mean(x, {1, 2}, true); }

}  // namespace

ResNetBlock::ResNetBlock(const Options& o)
    : conv1_(add<Conv2d>("conv1", conv(o.in_channels, o.out_channels, 3, o.stride))),
      bn1_(add<BatchNorm2d>("bn1", {.channels = o.out_channels, .slope = 0})),
      conv2_(add<Conv2d>("conv2", conv(o.out_channels, o.out_channels, 3))),
      bn2_(add<BatchNorm2d>("bn2", {.channels = o.out_channels})) {
  if (o.stride == 1 && o.in_channels == o.out_channels) return;
  shortcut_ =
      &add<ConvNorm>("downsample", {.conv = conv(o.in_channels, o.out_channels, 1, o.stride),
                                    .activation = ConvNorm::Activation::none,
                                    .conv_name = "0",
                                    .norm_name = "1"});
}

Variable ResNetBlock::operator()(const Variable& x) {
  const Variable y = bn2_(conv2_(bn1_(conv1_(x))));
  return relu(y + (shortcut_ ? (*shortcut_)(x) : x));
}

AttentionRefinement::AttentionRefinement(const Options& o)
    : conv_(add<ConvNorm>("conv", {.conv = conv(o.in_channels, o.out_channels, 3)})),
      attention_(add<Conv2d>("conv_atten", conv(o.out_channels, o.out_channels, 1))),
      norm_(add<BatchNorm2d>("bn_atten", {.channels = o.out_channels})) {}

Variable AttentionRefinement::operator()(const Variable& x) {
  const Variable z = conv_(x);
  return z * sigmoid(norm_(attention_(mean_of_pixels(z))));
}

BiSeNet::BiSeNet(const Options& o) {
  check(o.parts >= 1 && o.width_divisor >= 1 && o.width_divisor <= 64,
        "BiSeNet: needs parts and a divisor from 1 to 64, got ", o.parts, " and ", o.width_divisor);
  const auto width = [&](Index channels) { return narrowed(channels, o.width_divisor); };
  conv1_ = &add<Conv2d>("cp.resnet.conv1", conv(3, width(64), 7, 2));
  bn1_ = &add<BatchNorm2d>("cp.resnet.bn1", {.channels = width(64), .slope = 0});
  Index in = width(64);
  for (int stage = 1; stage <= 4; ++stage) {
    const Index out = width(32 << stage);
    for (int k = 0; k < 2; ++k) {
      blocks_.push_back(&add<ResNetBlock>(
          text("cp.resnet.layer", stage, ".", k),
          {.in_channels = in, .out_channels = out, .stride = stage > 1 && k == 0 ? 2 : 1}));
      in = out;
    }
  }
  const auto unit = [&](const std::string& name, Index from, Index to, Index kernel) {
    return &add<ConvNorm>(name, {.conv = conv(from, to, kernel)});
  };
  const Index c = width(128);
  arm16_ = &add<AttentionRefinement>("cp.arm16", {.in_channels = width(256), .out_channels = c});
  arm32_ = &add<AttentionRefinement>("cp.arm32", {.in_channels = width(512), .out_channels = c});
  head32_ = unit("cp.conv_head32", c, c, 3);
  head16_ = unit("cp.conv_head16", c, c, 3);
  average_ = unit("cp.conv_avg", width(512), c, 1);
  fusion_ = unit("ffm.convblk", 2 * c, width(256), 1);
  fusion_narrow_ = &add<Conv2d>("ffm.conv1", conv(width(256), width(64), 1));
  fusion_widen_ = &add<Conv2d>("ffm.conv2", conv(width(64), width(256), 1));
  head_ = add_head("conv_out", width(256), width(256), o.parts);
  eighth_ = add_head("conv_out16", c, width(64), o.parts);
  sixteenth_ = add_head("conv_out32", c, width(64), o.parts);
}

BiSeNet::Head BiSeNet::add_head(const std::string& name, Index in, Index middle, Index parts) {
  return {&add<ConvNorm>(name + ".conv", {.conv = conv(in, middle, 3)}),
          &add<Conv2d>(name + ".conv_out", conv(middle, parts, 1))};
}

Variable BiSeNet::fused(const Variable& eighth, const Variable& context) {
  const Variable f = (*fusion_)({eighth, context});
  const Variable squeezed = relu((*fusion_narrow_)(mean_of_pixels(f)));
  return f + f * sigmoid((*fusion_widen_)(squeezed));
}

BiSeNet::Logits BiSeNet::operator()(const Variable& x) {
  check(x.rank() == 4 && x.dim(1) % 32 == 0 && x.dim(2) % 32 == 0 && x.dim(3) == 3,
        "BiSeNet: x must be [N, H, W, 3] with multiples of 32, got ", x.shape());
  Variable y = (*bn1_)((*conv1_)(vgg_input(x, VggInput::torchvision)));
  y = max_pool2d(y, {.kernel = 3, .stride = 2, .padding = 1});
  std::vector<Variable> maps;  // of the four stages: 1/4 to 1/32
  for (std::size_t k = 0; k < blocks_.size(); k += 2) {
    maps.push_back((*blocks_[k + 1])((*blocks_[k])(maps.empty() ? y : maps.back())));
  }
  const Variable average = (*average_)(mean_of_pixels(maps[3]));
  const Variable at16 = (*head32_)(upsample_nearest((*arm32_)(maps[3]) + average, 2));
  const Variable at8 = (*head16_)(upsample_nearest((*arm16_)(maps[2]) + at16, 2));
  const auto logits = [&](const Head& head, const Variable& map) {
    return upsample_bilinear((*head.out)((*head.conv)(map)), {x.dim(1), x.dim(2)}, true);
  };
  const Variable parts = logits(head_, fused(maps[1], at8));
  if (!is_training()) return {parts, {}, {}};
  return {parts, logits(eighth_, at8), logits(sixteenth_, at16)};
}

std::unique_ptr<BiSeNet> load_bisenet(const std::filesystem::path& path) {
  return load_frozen<BiSeNet>(path, "BiSeNet", BiSeNet::Options{});
}

}  // namespace mien
