#include "models/style/microast.h"

#include <cmath>

#include "autograd/grad_mode.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/batch_norm.h"
#include "autograd/ops/elementary.h"
#include "autograd/ops/pad.h"
#include "autograd/ops/relu.h"
#include "autograd/ops/reshape.h"
#include "autograd/ops/sum.h"
#include "autograd/ops/upsample.h"

namespace mien {
namespace {

constexpr double kEpsilon = 1e-5;  // added to variances, which divide by the count less one

Variable enlarged(const Variable& x) { return upsample_bilinear(x, {2 * x.dim(1), 2 * x.dim(2)}); }

double unbiased(const Variable& x) {
  const auto count = static_cast<double>(x.dim(1) * x.dim(2));
  return count / (count - 1);
}

}  // namespace

MicroAstNetwork::ReflectConv::ReflectConv(const Options& options)
    : padding_(options.kernel.height / 2), conv_(add<Conv2d>("conv_layer", options)) {}

Variable MicroAstNetwork::ReflectConv::operator()(const Variable& x) const {
  return conv_(padding_ > 0 ? pad(x, Padding::all(padding_), PadMode::reflect) : x);
}

MicroAstNetwork::MicroAstNetwork(Index width, const PixelRange& range)
    : StyleNetwork(range),
      width_(width),
      factor1_(conv("modulator.weight1.0", 4 * width, 4 * width, 3, 1, 4 * width)),
      summand1_(conv("modulator.bias1.0", 4 * width, 4 * width, 3, 1, 4 * width)),
      factor2_(conv("modulator.weight2.0", 4 * width, 4 * width, 3, 1, 4 * width)),
      summand2_(conv("modulator.bias2.0", 4 * width, 4 * width, 3, 1, 4 * width)),
      up1_(conv("decoder.dec3.1", 4 * width, 2 * width, 3, 1, 2 * width)),
      point1_(conv("decoder.dec3.3", 2 * width, 2 * width, 1)),
      up2_(conv("decoder.dec3.6", 2 * width, width, 3, 1, width)),
      point2_(conv("decoder.dec3.8", width, width, 1)),
      out_(conv("decoder.dec3.10", width, 3, 9)) {}

MicroAstNetwork::ReflectConv& MicroAstNetwork::conv(const std::string& name, Index in, Index out,
                                                    Index kernel, Index stride, Index groups) {
  return add<ReflectConv>(name, {.in_channels = in,
                                 .out_channels = out,
                                 .kernel = kernel,
                                 .stride = stride,
                                 .groups = groups});
}

MicroAstNetwork::Block MicroAstNetwork::block(const std::string& name) {
  return {conv(name + ".conv1", 4 * width_, 4 * width_, 3),
          conv(name + ".conv2", 4 * width_, 4 * width_, 3)};
}

MicroAstNetwork::Encoder MicroAstNetwork::encoder(const std::string& name) {
  const Index n = width_;
  return {conv(name + ".enc1.0", 3, n, 9),
          conv(name + ".enc1.2", n, 2 * n, 3, 2, n),
          conv(name + ".enc1.4", 2 * n, 2 * n, 1),
          conv(name + ".enc1.6", 2 * n, 4 * n, 3, 2, 2 * n),
          conv(name + ".enc1.8", 4 * n, 4 * n, 1),
          block(name + ".enc1.10"),
          block(name + ".enc2.0")};
}

MicroAstNetwork::Features MicroAstNetwork::encode(const Encoder& e, const Variable& x) const {
  const auto residual = [](const Block& block, const Variable& y) {
    return y + block.conv2(relu(block.conv1(y)));
  };
  Variable y = relu(e.stem(x));          // width@ H
  y = relu(e.point1(relu(e.down1(y))));  // 2 width@ H/2
  y = relu(e.point2(relu(e.down2(y))));  // 4 width@ H/4
  const Variable shallow = residual(e.block1, y);
  return {shallow, residual(e.block2, shallow)};
}

MicroAstNetwork::Signals MicroAstNetwork::signals(const Variable& x, const ReflectConv& factor,
                                                  const ReflectConv& summand) const {
  const Shape channels{x.dim(3)};
  const auto flat = [&](const Variable& y) { return reshape(y, channels); };
  const Variable centre = mean(x, {1, 2}, true);
  const Variable variance = mean(square(x - centre), {1, 2}, true) * unbiased(x);
  return {flat(centre), flat(sqrt(variance + kEpsilon)), flat(mean(factor(x), {1, 2})),
          flat(mean(summand(x), {1, 2}))};
}

void MicroAstNetwork::set_picture(const Variable& picture) {
  check(picture.rank() == 4 && picture.dim(0) == 1 && picture.dim(3) == 3,
        "MicroAST: the style picture must be [1, H, W, 3], got ", picture.shape());
  check(picture.dim(1) >= 16 && picture.dim(2) >= 16,
        "MicroAST: the style picture must have sides of at least 16 pixels, got ", picture.shape());
  const NoGrad guard;
  const Features features = encode(style_encoder_, range().to_network(picture));
  shallow_ = signals(features.shallow, factor1_, summand1_);
  deep_ = signals(features.deep, factor2_, summand2_);
}

// instance_norm divides the variance by the count; scaling undoes that.
Variable MicroAstNetwork::restyled(const Variable& x, const Signals& style) {
  const double ratio = unbiased(x);
  return instance_norm(x, style.deviation / std::sqrt(ratio), style.mean, kEpsilon / ratio);
}

Variable MicroAstNetwork::modulated(const Block& block, const Variable& x, const Signals& style) {
  const Variable y = relu(style.factor * block.conv1(x) + style.summand * x);
  return x + style.factor * block.conv2(y) + style.summand * y;
}

Variable MicroAstNetwork::paint(const Variable& x) const {
  check(deep_.mean.defined(), "MicroAST: no style picture was shown before the first photo");
  Variable y = encode(content_encoder_, x).deep;  // 4 width@ H/4
  y = modulated(dec1_, restyled(y, deep_), deep_);
  y = modulated(dec2_, restyled(y, shallow_), shallow_);
  y = relu(point1_(relu(up1_(enlarged(y)))));  // 2 width@ H/2
  y = relu(point2_(relu(up2_(enlarged(y)))));  // width@ H
  return out_(y);
}

}  // namespace mien
