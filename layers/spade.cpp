#include "layers/spade.h"

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/batch_norm.h"
#include "autograd/ops/max_pool2d.h"
#include "autograd/ops/relu.h"

namespace mien {
namespace {

Conv2d::Options conv3(const Spade::Options& o, Index in, Index out) {
  return {.in_channels = in,
          .out_channels = out,
          .kernel = 3,
          .padding = 1,
          .weight_init = o.weight_init,
          .bias_init = o.bias_init};
}

// Each channel with mean 0 and variance 1 over the batch.
Variable normalised(const Variable& x, double epsilon) {
  const Shape channels{x.dim(3)};
  const auto filled = [&](double value) {
    return full(channels, value, wide(x.dtype()), x.device());
  };
  Tensor mean = filled(0), variance = filled(1);  // neither read nor written
  return batch_norm(x, Variable(filled(1)), Variable(filled(0)), mean, variance,
                    {.mode = BatchNormMode::batch_statistics, .epsilon = epsilon});
}

}  // namespace

Spade::Spade(const Options& o)
    : options_(o),
      hidden_(add<Conv2d>("hidden", conv3(o, o.label_channels, o.hidden))),
      gamma_(add<Conv2d>("gamma", conv3(o, o.hidden, o.channels))),
      beta_(add<Conv2d>("beta", conv3(o, o.hidden, o.channels))) {}

Variable Spade::operator()(const Variable& x, const Variable& labels) const {
  const LayerScope scope(path());
  check(x.rank() == 4 && x.dim(3) == options_.channels, "Spade ", path(), ": x must be [N, H, W, ",
        options_.channels, "], got ", x.shape());
  const Variable n = normalised(x, options_.epsilon);
  const Variable h = relu(hidden_(every_nth_pixel(labels, x.dim(1), x.dim(2))));
  const Variable y = n * (gamma_(h) + 1.0) + beta_(h);
  switch (options_.shortcut) {
    case Shortcut::none:
      return y;
    case Shortcut::normalised:
      return y + n;
    case Shortcut::input:
      return y + x;
  }
  throw std::logic_error("Spade: not a Shortcut");
}

Variable every_nth_pixel(const Variable& labels, Index height, Index width) {
  check(labels.rank() == 4 && labels.dim(1) % height == 0 &&
            labels.dim(1) / height == labels.dim(2) / width && labels.dim(2) % width == 0,
        "every_nth_pixel: labels should be [N, f ", height, ", f ", width, ", L], got ",
        labels.shape());
  const Index step = labels.dim(1) / height;
  return step == 1 ? labels : max_pool2d(labels, {.kernel = 1, .stride = step});
}

}  // namespace mien
