#include "layers/cases.h"

#include "layers/batch_norm2d.h"
#include "layers/conv2d.h"
#include "layers/conv_transpose2d.h"
#include "layers/dropout.h"
#include "layers/instance_norm2d.h"
#include "layers/linear.h"
#include "layers/prelu.h"
#include "layers/sequential.h"
#include "layers/spade.h"
#include "layers/spatial_attention.h"
#include "layers/spatial_transformer.h"

namespace mien {
namespace {

// The layer in float64 and where x is, its parameters drawn at random (also those that start at 0
// or 1), beside x.
template <class Layer>
GradientProblem problem(std::shared_ptr<Layer> layer, const Variable& x, const Random& random) {
  layer->to(DType::float64);
  layer->to(x.device());
  std::vector<Variable> leaves = {x};
  for (const auto& [name, variable] : layer->parameters()) {
    Tensor values = variable.value();
    values.copy_from(
        random_normal(values.shape(), Random(random.seed(), name), 0, 0.5, DType::float64));
    leaves.push_back(variable);
  }
  if constexpr (std::is_invocable_v<Layer&, const Variable&>) {
    return {leaves, [layer, x] { return (*layer)(x); }};
  }
  return {leaves, {}};
}

template <class Layer>
GradientCase layer_case(const std::string& name, const Shape& x_shape,
                        const typename Layer::Options& options) {
  return {name, "layer", [=](const Random& random) {
            return problem(std::make_shared<Layer>(options), normal_leaf(x_shape, random), random);
          }};
}

GradientCase sequential_case() {
  return {"Sequential", "layer", [](const Random& random) {
            auto net = std::make_shared<Sequential>();
            net->layer<Linear>("a", {.in_features = 3, .out_features = 4})
                .layer<Linear>("b", {.in_features = 4, .out_features = 2});
            return problem(net, normal_leaf({2, 3}, random), random);
          }};
}

// Draws for one fixed step at every call, so that the function has no other state.
template <class Layer>
GradientCase dropout_case(const std::string& name, const Shape& x_shape) {
  return {name, "layer", [=](const Random& random) {
            auto layer = std::make_shared<Layer>(Dropout::Options{.probability = 0.4});
            const Variable x = normal_leaf(x_shape, random);
            return GradientProblem{{x}, [=] {
                                     const RandomStep step(1, 2);
                                     return (*layer)(x);
                                   }};
          }};
}

// A layer of two inputs of the shapes given; the second is named `second` among the random draws.
template <class Layer>
GradientCase two_input_case(const std::string& name, const Shape& first_shape,
                            const Shape& second_shape, const typename Layer::Options& options) {
  return {name, "layer", [=](const Random& random) {
            auto layer = std::make_shared<Layer>(options);
            const Variable first = normal_leaf(first_shape, random);
            const Variable second = normal_leaf(second_shape, random.at(1));
            GradientProblem made = problem(layer, first, random);
            made.leaves.push_back(second);
            made.function = [=] {
              if constexpr (std::is_same_v<Layer, SpatialAttention>) {
                return (*layer)(first, second, second);
              } else {
                return (*layer)(first, second);
              }
            };
            return made;
          }};
}

}  // namespace

std::vector<GradientCase> layer_gradient_cases() {
  GradientCase prelu = layer_case<PRelu>("PRelu", {2, 3, 2, 3}, {.channels = 3});
  prelu.make = [](const Random& random) {
    return problem(std::make_shared<PRelu>(PRelu::Options{.channels = 3}),
                   leaf_away_from({0}, 0.01, {2, 3, 2, 3}, random), random);
  };
  return {
      layer_case<Linear>("Linear", {3, 4}, {.in_features = 4, .out_features = 2}),
      layer_case<Conv2d>(
          "Conv2d", {2, 5, 4, 2},
          {.in_channels = 2, .out_channels = 3, .kernel = {3, 2}, .stride = 2, .padding = 1}),
      layer_case<ConvTranspose2d>("ConvTranspose2d", {2, 3, 2, 2},
                                  {.in_channels = 2,
                                   .out_channels = 3,
                                   .kernel = 4,
                                   .stride = 2,
                                   .padding = 1,
                                   .output_padding = 1}),
      layer_case<BatchNorm2d>("BatchNorm2d", {3, 2, 3, 2}, {.channels = 2}),
      layer_case<InstanceNorm2d>("InstanceNorm2d", {2, 3, 3, 2}, {.channels = 2, .affine = true}),
      prelu,
      layer_case<SpatialTransformer>(
          "SpatialTransformer", {1, 8, 8, 2},
          {.in_channels = 2, .size = 8, .channels = {3}, .code_channels = 2}),
      two_input_case<SpatialAttention>("SpatialAttention", {2, 1, 3, 2}, {2, 1, 3, 2},
                                       {.channels = 2, .reduction = 2}),
      two_input_case<Spade>("Spade", {1, 2, 3, 2}, {1, 4, 6, 1},
                            {.channels = 2, .label_channels = 1, .hidden = 2}),
      two_input_case<Spade>(
          "Spade", {2, 2, 1, 2}, {2, 2, 1, 1},
          {.channels = 2, .label_channels = 1, .hidden = 1, .shortcut = Spade::Shortcut::input}),
      sequential_case(),
      layer_case<SpatialTransformer>(
          "SpatialTransformer", {1, 8, 8, 2},
          {.in_channels = 2, .size = 8, .channels = {3}, .code_channels = 2, .pool_first = true}),
      layer_case<SpatialTransformer>("SpatialTransformer", {1, 7, 7, 1},
                                     {.in_channels = 1,
                                      .size = 7,
                                      .code_channels = 2,
                                      .unpadded = {{.kernel = 2, .channels = 2},
                                                   {.pooled = false, .kernel = 2, .channels = 2}}}),
      layer_case<SpatialTransformer>(
          "SpatialTransformer", {1, 8, 8, 2},
          {.in_channels = 2, .size = 8, .channels = {3}, .code_channels = 2, .affine = true}),
      dropout_case<Dropout>("Dropout", {3, 5}),
      dropout_case<SpatialDropout>("SpatialDropout", {2, 2, 3, 5}),
  };
}

}  // namespace mien
