#include "models/afrp/networks.h"

#include "autograd/grad_mode.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/avg_pool2d.h"
#include "autograd/ops/cast.h"
#include "autograd/ops/reshape.h"
#include "autograd/ops/slice.h"
#include "autograd/ops/sum.h"
#include "models/narrowed.h"

namespace mien {
namespace {

constexpr double kMomentum = 0.1;  // of the running mean, as in batch norm

// Makes layers with the widths of the paper, narrowed by the divisor.
struct Widths {
  const FrnOptions& o;

  Index operator()(Index channels) const { return narrowed(channels, o.width_divisor); }
  // Halves the map.
  ConvBlock::Options down(Index in, Index out) const {
    return {.in_channels = in == 3 ? 3 : (*this)(in),
            .out_channels = (*this)(out),
            .kernel = 4,
            .stride = 2,
            .padding = 1};
  }
  // From a map of 2x2 to the bottleneck, where the attributes join, and back.
  ConvBlock::Options bottleneck() const {
    return {.in_channels = (*this)(512), .out_channels = (*this)(2048), .kernel = 2, .padding = 0};
  }
  UpBlock::Options from_bottleneck() const {
    return {.in_channels = (*this)(2048) + o.attributes,
            .out_channels = (*this)(1024),
            .kernel = 2,
            .stride = 1,
            .padding = 0,
            .slope = 0};
  }
  // Doubles a map of `in` channels beside the `carried` channels of stage e<k>'s skip.
  UpBlock::Options up(Index in, int k, Index carried, Index out) const {
    const Index more = k > 0 && o.skips[static_cast<std::size_t>(k - 1)] ? (*this)(carried) : 0;
    return {.in_channels = (*this)(in) + more, .out_channels = (*this)(out), .slope = 0};
  }
  ConvBlock::Options refine(Index in, Index out) const {
    return {.in_channels = (*this)(in), .out_channels = (*this)(out), .kernel = 3, .slope = 0};
  }
  Conv2d::Options to_colours(Index in) const {
    return {.in_channels = (*this)(in), .out_channels = 3, .kernel = 5, .padding = 2};
  }
  // Of IFRP's pattern; `size` is that of its map in the 128x128 network.
  SpatialTransformer::Options stn(Index in, Index size, std::vector<Index> channels) const {
    for (Index& c : channels) c = (*this)(c);
    return {.in_channels = (*this)(in),
            .size = size * o.size / 128,
            .channels = channels,
            .start = o.start};
  }
};

const FrnOptions& checked(const FrnOptions& o) {
  check(o.size == 64 || o.size == 128, "FRN: the size must be 64 or 128, got ", o.size);
  check(o.width_divisor >= 1 && o.width_divisor <= 64,
        "FRN: the width divisor must be in [1, 64], got ", o.width_divisor);
  check(o.attributes >= 0, "FRN: the number of attributes must not be negative, got ",
        o.attributes);
  return o;
}

void check_input(const Variable& x, const Variable& attributes, const FrnOptions& o) {
  check(x.rank() == 4 && x.dim(1) == o.size && x.dim(2) == o.size && x.dim(3) == 3,
        "FRN: x must be [N, ", o.size, ", ", o.size, ", 3], got ", x.shape());
  if (o.attributes == 0) return;
  check(attributes.defined(), "FRN: expected attributes [N, ", o.attributes, "], got none");
  check(attributes.shape() == Shape{x.dim(0), o.attributes}, "FRN: attributes must be [", x.dim(0),
        ", ", o.attributes, "], got ", attributes.shape());
}

Variable warped(SpatialTransformer* stn, const Variable& y) { return stn ? (*stn)(y) : y; }

}  // namespace

AttributeGenerator::AttributeGenerator(Index attributes) : count_(attributes) {
  if (count_ > 0) mean_ = &add_buffer("attribute_mean", {count_}, 0.5);
}

Variable AttributeGenerator::with_attributes(const Variable& code, const Variable& attributes) {
  if (count_ == 0) return code;
  if (is_training()) {
    const NoGrad guard;
    const Variable batch = mean(attributes, {0});
    mean_->copy_from((Variable(*mean_) * (1 - kMomentum) + batch * kMomentum).value());
  }
  const Variable points = reshape(attributes, {attributes.dim(0), 1, 1, count_});
  return concat({code, cast(points, code.dtype())}, 3);
}

Frn::Frn(const Options& o)
    : AttributeGenerator(checked(o).attributes),
      options_(o),
      e1_(add<ConvBlock>("e1", Widths{o}.down(3, 32))),
      e2_(add<ConvBlock>("e2", Widths{o}.down(32, 64))),
      e3_(add<ConvBlock>("e3", Widths{o}.down(64, 128))),
      e4_(add<ConvBlock>("e4", Widths{o}.down(128, 256))),
      e5_(add<ConvBlock>("e5", Widths{o}.down(256, 512))) {
  const Widths width{o};
  const bool whole = o.size == 128;
  if (whole) e6_ = &add<ConvBlock>("e6", width.down(512, 512));
  e7_ = &add<ConvBlock>("e7", width.bottleneck());
  d7_ = &add<UpBlock>("d7", width.from_bottleneck());
  if (whole) d6_ = &add<UpBlock>("d6", width.up(1024, 6, 512, 768));
  d5_ = &add<UpBlock>("d5", width.up(whole ? 768 : 1024, 5, 512, 512));
  d4_ = &add<UpBlock>("d4", width.up(512, 4, 256, 256));
  d3_ = &add<UpBlock>("d3", width.up(256, 3, 128, 64));
  d2_ = &add<UpBlock>("d2", width.up(64, 2, 64, 32));
  d1_ = &add<UpBlock>("d1", width.up(32, 1, 32, 32));
  out_ = &add<Conv2d>("out", width.to_colours(32));
  if (o.transformers) {
    stn1_ = &add<SpatialTransformer>("stn1", width.stn(32, 64, {64, 128, 256, 20}));
    stn2_ = &add<SpatialTransformer>("stn2", width.stn(64, 32, {128, 256, 20}));
    stn3_ = &add<SpatialTransformer>("stn3", width.stn(128, 16, {256, 20}));
    stn4_ = &add<SpatialTransformer>("stn4", width.stn(64, 32, {64, 128, 256}));
  }
  constexpr Index kCarried[] = {32, 64, 128, 256, 512, 512};
  for (std::size_t k = 0; k < (whole ? 6 : 5); ++k) {
    if (!o.skips[k] || !o.residual_blocks) continue;
    residual_[k] = &add<PreActivationBlock>(text("res", k + 1), {.channels = width(kCarried[k])});
  }
}

Variable Frn::joined(const Variable& y, int k, const Variable& map) const {
  const auto at = static_cast<std::size_t>(k - 1);
  if (!options_.skips[at]) return y;
  return concat({y, residual_[at] ? (*residual_[at])(map) : map}, 3);
}

Variable Frn::operator()(const Variable& x, const Variable& attributes) {
  check_input(x, attributes, options_);
  const Variable e1 = warped(stn1_, e1_(autocast(x)));            //   32 @ 64
  const Variable e2 = warped(stn2_, e2_(e1));                     //   64 @ 32
  const Variable e3 = warped(stn3_, e3_(e2));                     //  128 @ 16
  const Variable e4 = e4_(e3);                                    //  256 @ 8
  const Variable e5 = e5_(e4);                                    //  512 @ 4
  const Variable e6 = e6_ ? (*e6_)(e5) : e5;                      //  512 @ 2
  const Variable code = with_attributes((*e7_)(e6), attributes);  // 2048 + A @ 1
  Variable y = (*d7_)(code);                                      // 1024 @ 2
  if (d6_) y = (*d6_)(joined(y, 6, e6));                          //  768 @ 4
  y = (*d5_)(joined(y, 5, e5));                                   //  512 @ 8
  y = (*d4_)(joined(y, 4, e4));                                   //  256 @ 16
  y = warped(stn4_, (*d3_)(joined(y, 3, e3)));                    //   64 @ 32
  y = (*d2_)(joined(y, 2, e2));                                   //   32 @ 64
  y = (*d1_)(joined(y, 1, e1));                                   //   32 @ 128
  return cast((*out_)(y), x.dtype());                             //    3 @ 128
}

FaceAttr::FaceAttr(const Options& o)
    : AttributeGenerator(checked(o).attributes),
      options_(o),
      e1_(add<ConvBlock>("e1", Widths{o}.down(3, 32))),
      e2_(add<ConvBlock>("e2", Widths{o}.down(32, 128))),
      e3_(add<ConvBlock>("e3", Widths{o}.down(128, 512))),
      e4_(add<ConvBlock>("e4", Widths{o}.bottleneck())),
      d2_(add<UpBlock>("d2", Widths{o}.from_bottleneck())),
      d4_(add<UpBlock>("d4", Widths{o}.up(1024, 3, 512, 768))),
      d6_(add<UpBlock>("d6", Widths{o}.up(768, 2, 128, 512))),
      d8_(add<UpBlock>("d8", Widths{o}.up(512, 1, 32, 256))),
      u1_(add<ConvBlock>("u1", Widths{o}.refine(256, 128))),
      u2_(add<ConvBlock>("u2", Widths{o}.refine(128, 64))),
      u3_(add<ConvBlock>(
          "u3", o.size == 128 ? enlarged(Widths{o}.refine(64, 32)) : Widths{o}.refine(64, 32))),
      out_(add<Conv2d>("out", Widths{o}.to_colours(32))) {
  if (!o.transformers) return;
  const Widths width{o};
  stna_ = &add<SpatialTransformer>("stna", {.in_channels = width(256),
                                            .size = 32,
                                            .channels = {width(128), width(20)},
                                            .pool_first = true,
                                            .start = o.start});
  stnb_ = &add<SpatialTransformer>("stnb", {.in_channels = width(128),
                                            .size = 64,
                                            .unpadded = {{.kernel = 5, .channels = width(64)},
                                                         {.kernel = 5, .channels = width(20)},
                                                         {.kernel = 3, .channels = 20}},
                                            .start = o.start});
}

Variable FaceAttr::operator()(const Variable& x, const Variable& attributes) {
  check_input(x, attributes, options_);
  const auto joined = [&](const Variable& y, std::size_t k, const Variable& map) {
    return options_.skips[k - 1] ? concat({y, map}, 3) : y;
  };
  const Index reduction = options_.size / 16;
  const Variable tiny = avg_pool2d(x, {.kernel = reduction, .stride = reduction});
  const Variable e1 = e1_(autocast(tiny));                 //   32 @ 8
  const Variable e2 = e2_(e1);                             //  128 @ 4
  const Variable e3 = e3_(e2);                             //  512 @ 2
  Variable y = d2_(with_attributes(e4_(e3), attributes));  // 1024 @ 2
  y = d4_(joined(y, 3, e3));                               //  768 @ 4
  y = d6_(joined(y, 2, e2));                               //  512 @ 8
  y = d8_(joined(y, 1, e1));                               //  256 @ 16
  y = u1_(warped(stna_, twice(y)));                        //  128 @ 32
  y = u2_(warped(stnb_, twice(y)));                        //   64 @ 64
  y = u3_(y);                                              //   32 @ 128
  return cast(out_(y), x.dtype());                         //    3 @ 128
}

}  // namespace mien
