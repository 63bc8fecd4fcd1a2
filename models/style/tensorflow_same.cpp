#include "models/style/tensorflow_same.h"

#include <algorithm>

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/conv2d.h"
#include "autograd/ops/elementary.h"
#include "autograd/ops/relu.h"
#include "autograd/ops/sigmoid.h"
#include "autograd/ops/sum.h"
#include "autograd/ops/upsample.h"

namespace mien {
namespace {

// What "SAME" puts before and after an axis: enough for size / stride results, rounded up; an odd
// pixel comes after.
std::pair<Index, Index> same_padding(Index size, Index kernel, Index stride) {
  const Index results = (size + stride - 1) / stride;
  const Index total = std::max<Index>((results - 1) * stride + kernel - size, 0);
  return {total / 2, total - total / 2};
}

Shape filter_shape(Index out, Index kernel, Index in) { return {out, kernel, kernel, in}; }

}  // namespace

TensorflowSameNetwork::ConvNorm::ConvNorm(const Options& o)
    : kernel_(o.kernel),
      stride_(o.stride),
      weight_(
          add_parameter("weight", filter_shape(o.out_channels, o.kernel, o.in_channels),
                        init::fan_in(o.kernel * o.kernel * o.in_channels),
                        FileLayout::filter(filter_shape(o.out_channels, o.kernel, o.in_channels)))),
      bias_(add_parameter("bias", {o.out_channels}, init::constant(0))),
      gamma_(add_parameter("in_gamma", {o.out_channels}, init::constant(1))),
      beta_(add_parameter("in_beta", {o.out_channels}, init::constant(0))) {}

Variable TensorflowSameNetwork::ConvNorm::operator()(const Variable& x) const {
  const LayerScope scope(path());
  const auto [top, bottom] = same_padding(x.dim(1), kernel_, stride_);
  const auto [left, right] = same_padding(x.dim(2), kernel_, stride_);
  const Variable y = conv2d(x, weight_, bias_,
                            {.stride = {stride_, stride_}, .padding = {top, bottom, left, right}});
  const Variable centred = y - mean(y, {1, 2}, true);
  const Variable deviation = sqrt(mean(square(centred), {1, 2}, true));
  return centred / (deviation + 1e-3) * gamma_ + beta_;
}

TensorflowSameNetwork::TensorflowSameNetwork(Index width, const PixelRange& range)
    : StyleNetwork(range), width_(width) {
  for (const std::string name : {"res1", "res2", "res3", "res4", "res5"}) {
    blocks_.emplace_back(&add<ConvNorm>(name + ".conv1", {4 * width_, 4 * width_}),
                         &add<ConvNorm>(name + ".conv2", {4 * width_, 4 * width_}));
  }
}

Variable TensorflowSameNetwork::paint(const Variable& x) const {
  Variable y = relu(conv1_(x));  // width@ H
  y = relu(conv2_(y));           // 2 width@ H/2
  y = relu(conv3_(y));           // 4 width@ H/4
  for (const auto& [first, second] : blocks_) y = (*second)(relu((*first)(y))) + y;
  y = relu(upconv1_(upsample_nearest(y, 2)));  // 2 width@ H/2
  y = relu(upconv2_(upsample_nearest(y, 2)));  // width@ H
  return (tanh(conv_out_(y)) + 1) * (range().high / 2);
}

}  // namespace mien
