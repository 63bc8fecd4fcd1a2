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
  check(size == 4 && count <= o.channels.size(), "SpatialTransformer: a map of size ", o.size,
        " cannot be halved to 4 by at most ", o.channels.size(), " poolings");
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

SpatialTransformer::SpatialTransformer(const Options& options)
    : options_(options), first_pooled_(options.channels.size() - halvings_to_four(options)) {
  Index channels = options.in_channels;
  for (Index next : options.channels) {
    const std::string name = text("conv", convolutions_.size() + 1);
    convolutions_.push_back(&add<Conv2d>(
        name, {.in_channels = channels, .out_channels = next, .kernel = 3, .padding = 1}));
    channels = next;
  }
  const Index code = options.code_channels;
  last_convolution_ = &add<Conv2d>(text("conv", convolutions_.size() + 1),
                                   {.in_channels = channels, .out_channels = code, .kernel = 3});
  hidden_ = &add<Linear>(
      "fc1", {.in_features = 4 * code, .out_features = code, .from_image = {2, 2, code}});
  parameters_ = &add<Linear>("fc2", {.in_features = code,
                                     .out_features = options.affine ? 6 : 4,
                                     .weight_init = init::constant(0),
                                     .bias_init = start_of(options)});
}

Variable SpatialTransformer::localise(const Variable& x) const {
  Variable y = x;
  for (std::size_t i = 0; i < convolutions_.size(); ++i) {
    y = relu((*convolutions_[i])(y));
    if (i >= first_pooled_) y = max_pool2d(y);
  }
  y = relu((*last_convolution_)(y));
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
