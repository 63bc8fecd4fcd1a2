#include "models/tann/networks.h"

#include "autograd/ops/avg_pool2d.h"
#include "autograd/ops/cast.h"
#include "autograd/ops/relu.h"
#include "autograd/ops/reshape.h"
#include "autograd/ops/slice.h"
#include "models/narrowed.h"

namespace mien {

void check_image(const char* who, const Variable& x, Index size, Index channels) {
  check(x.rank() == 4 && x.shape() == Shape{x.dim(0), size, size, channels}, who,
        ": x must be [N, ", size, ", ", size, ", ", channels, "], got ", x.shape());
}

Variable tiny_face(const Variable& image) {
  check_image("tiny_face", image, Tann::kOutput, 3);
  constexpr Index kFactor = Tann::kOutput / Tann::kInput;
  return avg_pool2d(image, {.kernel = kFactor, .stride = kFactor});
}

void check_output_size(const char* recipe, Index size) {
  check(size == Tann::kOutput, recipe, ": faces of ", Tann::kOutput,
        " pixels a side are made of tiny ones of ", Tann::kInput, "; give --size ", Tann::kOutput,
        " instead of ", size);
}

// Widths of one variant at one divisor.
struct Tann::Plan {
  explicit Plan(const Tann::Options& o) : options(o) {}

  Index operator()(Index channels) const { return narrowed(channels, options.width_divisor); }
  // Channels of a decoder map, joined to those of the encoder if there are skips.
  Index joined(Index own, Index of_encoder) const {
    return (*this)(own) + (options.skips ? (*this)(of_encoder) : 0);
  }
  // What d3 makes, and that joined to the map of e2.
  Index third() const { return (*this)(options.skips ? 320 : 256); }
  Index third_joined() const { return third() + (options.skips ? (*this)(128) : 0); }

  ConvBlock::Options block(Index in, Index out, Index kernel) const {
    return {.in_channels = in, .out_channels = out, .kernel = kernel, .slope = 0};
  }
  SpatialTransformer::Options padded(Index in, Index size, std::vector<Index> channels) const {
    for (Index& c : channels) c = (*this)(c);
    return {.in_channels = in,
            .size = size,
            .channels = std::move(channels),
            .code_channels = (*this)(20),
            .start = options.start};
  }
  SpatialTransformer::Options unpadded(Index in, Index size) const {
    const SpatialTransformer::Unpadded stage{.kernel = 5, .channels = (*this)(20)};
    return {.in_channels = in,
            .size = size,
            .code_channels = (*this)(20),
            .unpadded = {stage, stage},
            .start = options.start};
  }
  Linear::Options embedding() const {
    const Index features = 4 * (*this)(512);
    const Shape image{2, 2, (*this)(512)};
    return {
        .in_features = features, .out_features = features, .from_image = image, .to_image = image};
  }

  Tann::Options options;
};

Tann::Tann(const Options& o) : Tann(Plan(o)) {}

Tann::Tann(const Plan& width)
    : skips_(width.options.skips),
      e1_(add<ConvBlock>("e1", width.block(3, width(32), 3))),
      e2_(add<ConvBlock>("e2", width.block(width(32), width(128), 3))),
      e3_(add<ConvBlock>("e3", width.block(width(128), width(512), 3))),
      e5_(add<Linear>("e5", width.embedding())),
      d1_(add<ConvBlock>("d1", width.block(width(512), width(256), 1))),
      d2_(add<ConvBlock>("d2", enlarged(width.block(width(256), width(128), 3)))),
      d3_(add<ConvBlock>("d3", width.block(width.joined(128, 512), width.third(), 3))),
      d4_(add<ConvBlock>("d4", width.block(width.third_joined(), width(512), 3))),
      d5_(add<ConvBlock>("d5", width.block(width.joined(512, 32), width(256), 3))),
      d6_(add<ConvBlock>("d6", enlarged(width.block(width(256), width(128), 5)))),
      d7_(add<ConvBlock>("d7", enlarged(width.block(width(128), width(64), 5)))),
      d8_(add<Conv2d>("d8",
                      {.in_channels = width(64), .out_channels = 3, .kernel = 5, .padding = 2})),
      l1_(add<SpatialTransformer>("l1", width.padded(width(32), 16, {256, 20}))),
      l2_(add<SpatialTransformer>("l2", width.padded(width(128), 8, {20}))),
      l3_(add<SpatialTransformer>("l3", width.padded(width.joined(128, 512), 8, {20}))),
      l4_(add<SpatialTransformer>("l4", width.padded(width.third_joined(), 16, {256, 20}))),
      l5_(add<SpatialTransformer>("l5", width.unpadded(width.joined(512, 32), 32))) {}

Tann::Encoded Tann::encode(const Variable& x) {
  check_image("Tann", x, kInput, 3);
  const Variable m1 = l1_(e1_(autocast(x)));           //  32 @ 16
  const Variable m2 = l2_(e2_(halve(m1)));             // 128 @ 8
  const Variable m3 = e3_(halve(m2));                  // 512 @ 4
  const Variable m4 = halve(m3);                       // 512 @ 2
  return {m1, m2, m3, m4, e5_(flatten(widened(m4)))};  // 2048
}

Variable Tann::embed(const Variable& x) { return encode(x).embedding; }

FaceAndEmbedding Tann::operator()(const Variable& x) {
  const auto join = [this](const Variable& y, const Variable& skip) {
    return skips_ ? concat({y, skip}, 3) : y;
  };
  const auto [m1, m2, m3, m4, embedding] = encode(x);
  Variable y = d1_(autocast(reshape(embedding, m4.shape())));  // 256 @ 2
  y = join(d2_(y), m3);                                        // 128 @ 4
  y = join(d3_(l3_(twice(y))), m2);                            // 256 @ 8
  y = join(d4_(l4_(twice(y))), m1);                            // 512 @ 16
  y = d5_(l5_(twice(y)));                                      // 256 @ 32
  y = d6_(y);                                                  // 128 @ 64
  y = d7_(y);                                                  //  64 @ 128
  return {embedding, cast(d8_(y), x.dtype())};                 //   3 @ 128
}

TannDiscriminator::TannDiscriminator(const Options& o) {
  const auto width = [&](Index channels) { return narrowed(channels, o.width_divisor); };
  const auto stage = [&](const std::string& name, Index in, Index out) {
    Conv2d& conv =
        add<Conv2d>(name, {.in_channels = in, .out_channels = out, .kernel = 5, .padding = 2});
    stages_.push_back(
        {&conv, &add<SpatialDropout>(name + "_dropout", {.probability = o.spatial_dropout})});
  };
  stage("c1", 3, width(32));
  stage("c2", width(32), width(64));
  stage("c3", width(64), width(128));
  stage("c4", width(128), width(96));
  fc1_ = &add<Linear>("fc1", {.in_features = 64 * width(96),
                              .out_features = width(1024),
                              .from_image = {8, 8, width(96)}});
  dropout_ = &add<Dropout>("dropout", {.probability = o.dropout});
  fc2_ = &add<Linear>("fc2", {.in_features = width(1024), .out_features = 1});
}

Variable TannDiscriminator::operator()(const Variable& x) {
  check_image("TannDiscriminator", x, Tann::kOutput, 3);
  Variable y = autocast(x);
  // In c4 the paper's code rectifies before it pools, which is the same.
  for (const auto& [conv, dropout] : stages_) y = (*dropout)(relu(halve((*conv)(y))));
  return (*fc2_)((*dropout_)(relu((*fc1_)(flatten(widened(y))))));
}

}  // namespace mien
