#include "models/ifrp/networks.h"

#include "autograd/ops/cast.h"
#include "autograd/ops/reshape.h"
#include "models/narrowed.h"

namespace mien {
namespace {

// Makes layers with the widths of the paper, narrowed by the divisor.
struct Widths {
  Index divisor;

  Index operator()(Index channels) const { return channels == 3 ? 3 : narrowed(channels, divisor); }
  ConvBlock::Options conv(Index in, Index out, Index kernel, double slope = 0.2) const {
    return {
        .in_channels = (*this)(in), .out_channels = (*this)(out), .kernel = kernel, .slope = slope};
  }
  UpBlock::Options up(Index in, Index out) const {
    return {.in_channels = (*this)(in), .out_channels = (*this)(out)};
  }
  SpatialTransformer::Options stn(const SrnOptions& o, Index in, Index size_at_128,
                                  std::vector<Index> channels) const {
    for (Index& c : channels) c = (*this)(c);
    return {.in_channels = (*this)(in),
            .size = size_at_128 * o.size / 128,
            .channels = channels,
            .start = o.start};
  }
};

const SrnEncoder::Options& checked(const SrnEncoder::Options& o) {
  check(o.size == 64 || o.size == 128, "SRN: the size must be 64 or 128, got ", o.size);
  check(o.width_divisor >= 1 && o.width_divisor <= 64,
        "SRN: the width divisor must be in [1, 64], got ", o.width_divisor);
  return o;
}

// Flatten, fully connected, reshape: both sides are the same small image.
Linear::Options bottleneck(const SrnOptions& o) {
  const Index side = o.size / 64;
  const Shape image{side, side, narrowed(512, o.width_divisor)};
  return {.in_features = image.numel(),
          .out_features = image.numel(),
          .from_image = image,
          .to_image = image};
}

}  // namespace

SrnEncoder::SrnEncoder(const Options& o)
    : size_(checked(o).size),
      e1_(add<ConvBlock>("e1", Widths{o.width_divisor}.conv(3, 16, 5))),
      e2_(add<ConvBlock>("e2", Widths{o.width_divisor}.conv(16, 32, 5))),
      e3_(add<ConvBlock>("e3", Widths{o.width_divisor}.conv(32, 64, 3))),
      e4_(add<ConvBlock>("e4", Widths{o.width_divisor}.conv(64, 128, 3))),
      e5_(add<ConvBlock>("e5", Widths{o.width_divisor}.conv(128, 256, 1))),
      e6_(add<ConvBlock>("e6", Widths{o.width_divisor}.conv(256, 512, 1))),
      fc_(add<Linear>("fc", bottleneck(o))) {
  if (!o.transformers) return;
  const Widths width{o.width_divisor};
  stn1_ = &add<SpatialTransformer>("stn1", width.stn(o, 32, 64, {64, 128, 256, 20}));
  stn2_ = &add<SpatialTransformer>("stn2", width.stn(o, 64, 32, {128, 256, 20}));
  if (o.third_transformer) {
    stn3_ = &add<SpatialTransformer>("stn3", width.stn(o, 128, 16, {256, 20}));
  }
}

Variable SrnEncoder::operator()(const Variable& x) {
  check(x.rank() == 4 && x.dim(1) == size_ && x.dim(2) == size_ && x.dim(3) == 3,
        "SRN: x must be [N, ", size_, ", ", size_, ", 3], got ", x.shape());
  // A map that was read is let go before the transformer behind it needs room.
  const auto stage = [](const Variable& y, SpatialTransformer* stn) {
    return halve(stn ? (*stn)(y) : y);
  };
  Variable y = halve(e1_(x));  //  16 @ 64
  y = e2_(y);
  y = stage(y, stn1_);  //  32 @ 32
  y = e3_(y);
  y = stage(y, stn2_);  //  64 @ 16
  y = e4_(y);
  y = stage(y, stn3_);  // 128 @ 8
  y = halve(e5_(y));    // 256 @ 4
  y = halve(e6_(y));    // 512 @ 2
  return reshape(fc_(flatten(y)), y.shape());
}

SrnC::SrnC(const Options& o)
    : encoder_(add<SrnEncoder>("encoder", {o, false})),
      d1_(add<ConvBlock>("d1", Widths{o.width_divisor}.conv(512, 256, 1, 0))),
      d2_(add<ConvBlock>("d2", enlarged(Widths{o.width_divisor}.conv(256, 128, 3, 0)))),
      d3_(add<ConvBlock>("d3", Widths{o.width_divisor}.conv(128, 64, 3, 0))),
      d4_(add<ConvBlock>("d4", enlarged(Widths{o.width_divisor}.conv(64, 512, 3, 0)))),
      d5_(add<ConvBlock>("d5", enlarged(Widths{o.width_divisor}.conv(512, 256, 3, 0)))),
      d6_(add<ConvBlock>("d6", enlarged(Widths{o.width_divisor}.conv(256, 128, 5, 0)))),
      d7_(add<ConvBlock>("d7", enlarged(Widths{o.width_divisor}.conv(128, 64, 5, 0)))),
      d8_(add<Conv2d>("d8", {.in_channels = narrowed(64, o.width_divisor),
                             .out_channels = 3,
                             .kernel = 5,
                             .padding = 2})) {
  if (o.transformers) {
    stn3_ = &add<SpatialTransformer>("stn3", Widths{o.width_divisor}.stn(o, 128, 8, {20}));
  }
}

Variable SrnC::operator()(const Variable& x) {
  Variable y = d1_(encoder_(autocast(x)));  // 256 @ 2
  y = twice(d2_(y));                        // 128 @ 8
  if (stn3_) y = (*stn3_)(y);
  y = d3_(y);       //  64 @ 8
  y = d4_(y);       // 512 @ 16
  y = d5_(y);       // 256 @ 32
  y = d6_(y);       // 128 @ 64
  y = d8_(d7_(y));  //   3 @ 128
  return cast(y, x.dtype());
}

SrnP::SrnP(const Options& o)
    : encoder_(add<SrnEncoder>("encoder", {o, true})),
      d1_(add<UpBlock>("d1", Widths{o.width_divisor}.up(512, 512))),
      d2_(add<UpBlock>("d2", Widths{o.width_divisor}.up(512, 256))),
      d3_(add<UpBlock>("d3", Widths{o.width_divisor}.up(256, 128))),
      d4_(add<UpBlock>("d4", Widths{o.width_divisor}.up(128, 64))),
      d5_(add<UpBlock>("d5", Widths{o.width_divisor}.up(64, 32))),
      d6_(add<UpBlock>("d6", Widths{o.width_divisor}.up(32, 16))),
      d7_(add<ConvTranspose2d>("d7", {.in_channels = narrowed(16, o.width_divisor),
                                      .out_channels = 3,
                                      .kernel = 5,
                                      .padding = 2})) {
  if (o.transformers) {
    stn4_ =
        &add<SpatialTransformer>("stn4", Widths{o.width_divisor}.stn(o, 64, 32, {64, 128, 256}));
  }
}

Variable SrnP::operator()(const Variable& x) {
  Variable y = d1_(encoder_(autocast(x)));  // 512 @ 4
  y = d2_(y);                               // 256 @ 8
  y = d3_(y);                               // 128 @ 16
  y = d4_(y);                               //  64 @ 32
  if (stn4_) y = (*stn4_)(y);
  y = d5_(y);  //  32 @ 64
  y = d6_(y);  //  16 @ 128
  y = d7_(y);  //   3 @ 128
  return cast(y, x.dtype());
}

}  // namespace mien
