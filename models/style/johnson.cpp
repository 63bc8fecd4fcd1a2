#include "models/style/johnson.h"

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/pad.h"
#include "autograd/ops/relu.h"
#include "autograd/ops/sigmoid.h"
#include "autograd/ops/slice.h"

namespace mien {
namespace {

// Without `border` rows and columns on each side.
Variable inside(const Variable& x, Index border) {
  return slice(slice(x, 1, border, x.dim(1) - border), 2, border, x.dim(2) - border);
}

}  // namespace

JohnsonNetwork::JohnsonNetwork(Index width, const PixelRange& range)
    : StyleNetwork(range), width_(width) {
  for (const char* name : {"res1", "res2", "res3", "res4", "res5"}) {
    blocks_.push_back(block(name, 4 * width_));
  }
}

Conv2d& JohnsonNetwork::conv(const std::string& name, Index in, Index out, Index kernel,
                             Index stride, Index padding) {
  return add<Conv2d>(name, {.in_channels = in,
                            .out_channels = out,
                            .kernel = kernel,
                            .stride = stride,
                            .padding = padding});
}

ConvTranspose2d& JohnsonNetwork::up(const std::string& name, Index in, Index out) {
  return add<ConvTranspose2d>(name, {.in_channels = in,
                                     .out_channels = out,
                                     .kernel = 3,
                                     .stride = 2,
                                     .padding = 1,
                                     .output_padding = 1});
}

InstanceNorm2d& JohnsonNetwork::norm(const std::string& name, Index channels) {
  return add<InstanceNorm2d>(name, {.channels = channels, .affine = true});
}

JohnsonNetwork::Block JohnsonNetwork::block(const std::string& name, Index channels) {
  return {conv(name + ".conv1", channels, channels, 3, 1, 0), norm(name + ".in1", channels),
          conv(name + ".conv2", channels, channels, 3, 1, 0), norm(name + ".in2", channels)};
}

Variable JohnsonNetwork::residual(const Block& block, const Variable& x) {
  const Variable y = relu(block.in1(block.conv1(x)));
  return block.in2(block.conv2(y)) + inside(x, 2);
}

Variable JohnsonNetwork::paint(const Variable& x) const {
  Variable y = pad(x, Padding::all(kBorder), PadMode::reflect);  // width@ H + 80
  y = relu(in1_(conv1_(y)));
  y = relu(in2_(conv2_(y)));                                  // 2 width@ H/2 + 40
  y = relu(in3_(conv3_(y)));                                  // 4 width@ H/4 + 20
  for (const Block& block : blocks_) y = residual(block, y);  // 4 width@ H/4
  y = relu(up_in1_(up1_(y)));                                 // 2 width@ H/2
  y = relu(up_in2_(up2_(y)));                                 // width@ H
  return tanh(conv_out_(y)) * 150;
}

}  // namespace mien
