#include "layers/spatial_transformer.h"

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
  if (options.unpadded.empty()) {
    add_padded_stages();
  } else {
    add_unpadded_stages();
  }
}

void SpatialTransformer::add_stage(Index in, Index out, Index kernel, Index padding, bool before,
                                   bool after) {
  Conv2d& made =
      add<Conv2d>(text("conv", stages_.size() + 1),
                  {.in_channels = in, .out_channels = out, .kernel = kernel, .padding = padding});
  stages_.push_back({&made, before, after});
}

void SpatialTransformer::add_padded_stages() {
  const std::size_t halvings = halvings_to_four(options_) - (options_.pool_first ? 1 : 0);
  const std::size_t first_pooled = options_.channels.size() - halvings;
  Index channels = options_.in_channels;
  for (Index next : options_.channels) {
    const bool pooled_before = options_.pool_first && stages_.empty();
    add_stage(channels, next, 3, 1, pooled_before, stages_.size() >= first_pooled);
    channels = next;
  }
  add_stage(channels, options_.code_channels, 3, 0, false, false);
  add_linear(2, options_.code_channels);
}

void SpatialTransformer::add_unpadded_stages() {
  Index channels = options_.in_channels, side = options_.size;
  for (const Unpadded& stage : options_.unpadded) {
    side = (stage.pooled ? side / 2 : side) - stage.kernel + 1;
    check(side >= 1, "SpatialTransformer: a map of size ", options_.size,
          " is used up by the unpadded convolutions");
    add_stage(channels, stage.channels, stage.kernel, 0, stage.pooled, false);
    channels = stage.channels;
  }
  add_linear(side, channels);
}

void SpatialTransformer::add_linear(Index side, Index channels) {
  const Index code = options_.code_channels;
  hidden_ = &add<Linear>("fc1", {.in_features = side * side * channels,
                                 .out_features = code,
                                 .from_image = {side, side, channels}});
  parameters_ = &add<Linear>("fc2", {.in_features = code,
                                     .out_features = options_.affine ? 6 : 4,
                                     .weight_init = init::constant(0),
                                     .bias_init = start_of(options_)});
}

Variable SpatialTransformer::localise(const Variable& x) const {
  Variable y = x;
  for (const Stage& stage : stages_) {
    if (stage.pool_before) y = max_pool2d(y);
    y = relu((*stage.convolution)(y));
    if (stage.pool_after) y = max_pool2d(y);
  }
  return (*parameters_)(relu((*hidden_)(flatten(y))));
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
