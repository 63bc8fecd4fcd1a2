#include "models/afrp/discriminator.h"

#include "autograd/ops/cast.h"
#include "autograd/ops/relu.h"
#include "autograd/ops/reshape.h"
#include "autograd/ops/upsample.h"
#include "models/narrowed.h"
#include "models/recovery/blocks.h"

namespace mien {
namespace {

using Options = AttributeDiscriminator::Options;

const Options& checked(const Options& o) {
  check(o.size > 0 && o.size % 16 == 0,
        "AttributeDiscriminator: the size must be a multiple of 16, got ", o.size);
  check(o.attributes >= 0,
        "AttributeDiscriminator: the number of attributes must not be negative, got ",
        o.attributes);
  return o;
}

Index width(const Options& o, Index channels) { return narrowed(channels, o.width_divisor); }

Conv2d::Options same_size(Index in, Index out, Index kernel) {
  return {.in_channels = in, .out_channels = out, .kernel = kernel, .padding = kernel / 2};
}

Linear::Options first_linear(const Options& o) {
  const Shape image{o.size / 16, o.size / 16, width(o, 256)};
  return {.in_features = image.numel(), .out_features = width(o, 1024), .from_image = image};
}

Dropout::Options dropping(const Options& o, double probability) {
  return {.probability = o.dropout ? probability : 0.0};
}

}  // namespace

AttributeDiscriminator::AttributeDiscriminator(const Options& o)
    : options_(checked(o)),
      c1_(add<Conv2d>("c1", same_size(3, width(o, 32), 5))),
      c2_(add<Conv2d>("c2", same_size(width(o, 32), width(o, 64), 5))),
      c3_(add<Conv2d>("c3", same_size(width(o, 64) + o.attributes, width(o, 128), 5))),
      c4_(add<Conv2d>("c4", same_size(width(o, 128), width(o, 256), 3))),
      drop3_(add<SpatialDropout>("drop3", dropping(o, 0.2))),
      drop4_(add<SpatialDropout>("drop4", dropping(o, 0.2))),
      drop5_(add<Dropout>("drop5", dropping(o, 0.5))),
      fc1_(add<Linear>("fc1", first_linear(o))),
      fc2_(add<Linear>("fc2", {.in_features = width(o, 1024), .out_features = 1})) {}

Variable AttributeDiscriminator::operator()(const Variable& x, const Variable& attributes) {
  const auto& [size, divisor, count, dropout] = options_;
  check(x.rank() == 4 && x.dim(1) == size && x.dim(2) == size && x.dim(3) == 3,
        "AttributeDiscriminator: x must be [N, ", size, ", ", size, ", 3], got ", x.shape());
  std::vector<Variable> maps{relu(halve(c2_(relu(halve(c1_(autocast(x)))))))};  //  64 @ S/4
  if (count > 0) {
    check(attributes.defined() && attributes.shape() == Shape{x.dim(0), count},
          "AttributeDiscriminator: attributes must be [", x.dim(0), ", ", count, "]");
    const Variable points = reshape(attributes, {x.dim(0), 1, 1, count});
    maps.push_back(upsample_nearest(cast(points, maps[0].dtype()), size / 4));  //  A @ S/4
  }
  Variable y = drop3_(relu(halve(c3_(maps))));  // 128 @ S/8
  y = drop4_(relu(halve(c4_(y))));              // 256 @ S/16
  return fc2_(drop5_(relu(fc1_(flatten(widened(y))))));
}

}  // namespace mien
