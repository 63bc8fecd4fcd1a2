#include "layers/spatial_transformer.h"

#include "autograd/ops/cast.h"
#include "autograd/ops/grid_sample.h"
#include "autograd/ops/max_pool2d.h"
#include "autograd/ops/relu.h"
#include "autograd/ops/reshape.h"
#include "autograd/ops/sampling_grid.h"

namespace mien {
namespace {

using Options = SpatialTransformer::Options;

// How many halvings lead from `size` to 4.
std::size_t halvings_to_four(const Options& o) {
  std::size_t count = 0;
  Index size = o.size;
  for (; size > 4 && size % 2 == 0; size /= 2) ++count;
  const std::size_t first = o.pool_first ? 1 : 0;
  check(size == 4 && first <= count && count <= first + o.channels.size(),
        "SpatialTransformer: a map of size ", o.size, " cannot be halved to 4 by at most ",
        first + o.channels.size(), " poolings");
  return count;
}

// A convolution with ReLU of the localisation net.
struct Step {
  bool pooled;  // before it
  Index kernel, channels, padding;
};

std::vector<Step> steps_of(const Options& o) {
  std::vector<Step> steps;
  for (const auto& [pooled, kernel, channels] : o.unpadded) {
    steps.push_back({pooled, kernel, channels, 0});
  }
  if (!steps.empty()) return steps;
  const std::size_t halvings = halvings_to_four(o) - (o.pool_first ? 1 : 0);
  const std::size_t unpooled = o.channels.size() - halvings;  // behind so many convolutions
  for (const Index channels : o.channels) {
    const bool pooled = steps.empty() ? o.pool_first : steps.size() > unpooled;
    steps.push_back({pooled, 3, channels, 1});
  }
  steps.push_back({halvings > 0, 3, o.code_channels, 0});
  return steps;
}

Initializer start_of(const Options& o) {
  std::vector<double> start = {0, 1, 0, 0};
  if (o.start == SpatialTransformer::Start::code_faithful) start = {1, 1, 0, 0};
  if (o.affine) start = {1, 0, 0, 0, 1, 0};
  return [start](Tensor& bias, const Random&) {
    bias.copy_from(tensor({static_cast<Index>(start.size())}, start));
  };
}

}  // namespace

SpatialTransformer::SpatialTransformer(const Options& options) : options_(options) {
  Index channels = options.in_channels, side = options.size;
  for (const Step& step : steps_of(options)) {
    side = (step.pooled ? side / 2 : side) + 2 * step.padding - step.kernel + 1;
    check(side >= 1, "SpatialTransformer: a map of size ", options.size,
          " is used up by the unpadded convolutions");
    stages_.push_back(
        {step.pooled, &add<Conv2d>(text("conv", stages_.size() + 1), {.in_channels = channels,
                                                                      .out_channels = step.channels,
                                                                      .kernel = step.kernel,
                                                                      .padding = step.padding})});
    channels = step.channels;
  }
  const Index code = options.code_channels;
  hidden_ = &add<Linear>("fc1", {.in_features = side * side * channels,
                                 .out_features = code,
                                 .from_image = {side, side, channels}});
  parameters_ = &add<Linear>("fc2", {.in_features = code,
                                     .out_features = options.affine ? 6 : 4,
                                     .weight_init = init::constant(0),
                                     .bias_init = start_of(options)});
}

Variable SpatialTransformer::localise(const Variable& x) const {
  Variable y = x;
  for (const Stage& stage : stages_) {
    if (stage.pooled) y = max_pool2d(y);
    y = relu((*stage.convolution)(y));
  }
  // Places in a map need more digits than what lies there.
  return (*parameters_)(relu((*hidden_)(flatten(widened(y)))));
}

Variable SpatialTransformer::operator()(const Variable& x) const {
  const LayerScope scope(path());
  check(x.rank() == 4 && x.dim(1) == options_.size && x.dim(2) == options_.size,
        "SpatialTransformer ", path(), ": x must be [N, ", options_.size, ", ", options_.size,
        ", C], got ", x.shape());
  const Variable parameters = localise(x);
  const ImageSize size{x.dim(1), x.dim(2)};
  const Variable grid =
      options_.affine ? affine_grid(parameters, size) : similarity_grid(parameters, size);
  return grid_sample(x, grid);
}

}  // namespace mien
