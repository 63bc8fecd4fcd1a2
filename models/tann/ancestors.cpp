#include "models/tann/ancestors.h"

#include <cmath>

#include "autograd/ops/cast.h"
#include "autograd/ops/relu.h"
#include "models/narrowed.h"

namespace mien {
namespace {

// What is added for one width divisor: blocks with ReLU, plain convolutions, transformers.
struct Widths {
  Index divisor;
  SpatialTransformer::Start start = SpatialTransformer::Start::identity;

  Index operator()(Index channels) const { return channels == 3 ? 3 : narrowed(channels, divisor); }
  ConvBlock::Options block(Index in, Index out, Index kernel) const {
    const auto& width = *this;
    return {.in_channels = width(in), .out_channels = width(out), .kernel = kernel, .slope = 0};
  }
  Conv2d::Options conv(Index in, Index out, Index kernel) const {
    const auto& width = *this;
    return {.in_channels = width(in),
            .out_channels = width(out),
            .kernel = kernel,
            .padding = kernel / 2};
  }
  SpatialTransformer::Options transformer(Index in, Index size,
                                          std::vector<SpatialTransformer::Unpadded> stages) const {
    const auto& width = *this;
    for (auto& stage : stages) stage.channels = width(stage.channels);
    return {.in_channels = width(in),
            .size = size,
            .code_channels = width(20),
            .unpadded = std::move(stages),
            .start = start};
  }
};

}  // namespace

Urdgn::Urdgn(const Options& o)
    : c1_(add<ConvBlock>("c1", Widths{o.width_divisor}.block(3, 16, 3))),
      c2_(add<ConvBlock>("c2", enlarged(Widths{o.width_divisor}.block(16, 64, 3)))),
      c3_(add<ConvBlock>("c3", enlarged(Widths{o.width_divisor}.block(64, 128, 5)))),
      c4_(add<ConvBlock>("c4", enlarged(Widths{o.width_divisor}.block(128, 256, 5)))),
      c5_(add<Conv2d>("c5", Widths{o.width_divisor}.conv(256, 3, 5))) {}

Variable Urdgn::operator()(const Variable& x) {
  check_image("Urdgn", x, 16, 3);
  Variable y = c1_(autocast(x));   //  16 @ 16
  y = c2_(y);                      //  64 @ 32
  y = c3_(y);                      // 128 @ 64
  y = c4_(y);                      // 256 @ 128
  return cast(c5_(y), x.dtype());  //   3 @ 128
}

Tdn::Tdn(const Options& o)
    : c1_(add<ConvBlock>("c1", Widths{o.width_divisor}.block(o.deep_front ? 128 : 3, 512, 3))),
      c2_(add<ConvBlock>("c2", Widths{o.width_divisor}.block(512, 256, 3))),
      c3_(add<ConvBlock>("c3", Widths{o.width_divisor}.block(256, 128, 5))),
      c4_(add<ConvBlock>("c4", enlarged(Widths{o.width_divisor}.block(128, 64, 5)))),
      c5_(add<Conv2d>("c5", Widths{o.width_divisor}.conv(64, 3, 5))) {
  const Widths widths{o.width_divisor, o.start};
  if (o.deep_front) {
    front1_ = &add<Conv2d>("front1", widths.conv(3, 64, 5));
    front2_ = &add<Conv2d>("front2", widths.conv(64, 128, 3));
  }
  if (!o.transformers) return;
  stn1_ = &add<SpatialTransformer>("stn1", widths.transformer(512, 32, {{}, {}}));
  stn2_ = &add<SpatialTransformer>(
      "stn2", widths.transformer(256, 64, {{.channels = 128}, {}, {.kernel = 3}}));
}

Variable Tdn::operator()(const Variable& x) {
  check_image("Tdn", x, 16, 3);
  Variable y = autocast(x);
  if (front1_) y = relu((*front2_)(relu((*front1_)(y))));
  y = twice(c1_(y));  // 512 @ 32
  if (stn1_) y = (*stn1_)(y);
  y = twice(c2_(y));  // 256 @ 64
  if (stn2_) y = (*stn2_)(y);
  y = c3_(y);                      // 128 @ 64
  y = c4_(y);                      //  64 @ 128
  return cast(c5_(y), x.dtype());  //   3 @ 128
}

TdaeEncoder::TdaeEncoder(const Options& o)
    : c1_(add<ConvBlock>("c1", Widths{o.width_divisor}.block(3, 32, 5))),
      c2_(add<ConvBlock>("c2", Widths{o.width_divisor}.block(32, 64, 5))),
      c3_(add<ConvBlock>("c3", Widths{o.width_divisor}.block(64, 128, 3))),
      c4_(add<ConvBlock>("c4", Widths{o.width_divisor}.block(128, 256, 3))),
      c5_(add<Conv2d>("c5", Widths{o.width_divisor}.conv(256, 3, 3))),
      stn1_(add<SpatialTransformer>(
          "stn1", Widths{o.width_divisor, o.start}.transformer(128, 32, {{}, {}}))),
      stn2_(add<SpatialTransformer>(
          "stn2", Widths{o.width_divisor, o.start}.transformer(256, 16, {{.pooled = false}, {}}))) {
}

Variable TdaeEncoder::operator()(const Variable& x) {
  check_image("TdaeEncoder", x, 128, 3);
  Variable y = halve(c1_(autocast(x)));  //  32 @ 64
  y = halve(c2_(y));                     //  64 @ 32
  y = stn1_(c3_(y));                     // 128 @ 32
  y = stn2_(c4_(halve(y)));              // 256 @ 16
  return cast(c5_(y), x.dtype());        //   3 @ 16
}

Tdae::Tdae(const Options& o)
    : decoder_1_(add<Tdn>(
          "decoder_1", {.deep_front = true, .width_divisor = o.width_divisor, .start = o.start})),
      encoder_(add<TdaeEncoder>("encoder", {.width_divisor = o.width_divisor, .start = o.start})),
      decoder_2_(
          add<Tdn>("decoder_2",
                   {.transformers = false, .deep_front = true, .width_divisor = o.width_divisor})),
      phase_(add_buffer("phase", {1}, 0)) {}

Index Tdae::phase() const { return std::lround(phase_.to(kCpu).to(DType::float64).item()); }

void Tdae::set_phase(Index phase) { fill(phase_, static_cast<double>(phase)); }

}  // namespace mien
