#include <functional>

#include "autograd/cases/cases.h"
#include "autograd/ops/conv2d.h"
#include "autograd/ops/relu_conv_transpose2d.h"
#include "autograd/ops/upsample_conv2d.h"

namespace mien {
namespace {

struct Convolution {
  Shape x, weight;
  Conv2dOptions options;
};

// Odd sizes and rectangular filters throughout; each row turns on one more option.
std::vector<Convolution> convolutions() {
  return {
      {{2, 4, 3, 2}, {3, 3, 2, 2}, {}},
      {{1, 6, 5, 2}, {2, 3, 3, 2}, {.stride = {2, 3}, .padding = {1, 2, 0, 1}}},
      {{1, 7, 6, 1}, {2, 3, 2, 1}, {.dilation = {2, 3}, .padding = {2, 0, 1, 3}}},
      {{1, 4, 3, 4}, {6, 2, 3, 2}, {.padding = Padding::all(1), .groups = 2}},
      {{1, 7, 7, 2}, {2, 4, 4, 1}, {{2, 2}, {1, 2}, Padding::all(2), 2}},
      {{1, 5, 4, 2}, {2, 1, 1, 2}, {.stride = {2, 2}}},
  };
}

GradientCase convolution_case(const Convolution& c, bool with_bias) {
  return {"conv2d", "op", [=](const Random& random) {
            const Variable x = normal_leaf(c.x, random);
            const Variable weight = normal_leaf(c.weight, random.at(1));
            if (!with_bias)
              return GradientProblem{{x, weight}, [=] { return conv2d(x, weight, c.options); }};
            const Variable bias = normal_leaf({c.weight[0]}, random.at(2));
            return GradientProblem{{x, weight, bias},
                                   [=] { return conv2d(x, weight, bias, c.options); }};
          }};
}

Variable normal_output(const Convolution& c, const Random& random) {
  const Variable x(zeros(c.x, DType::float64)), weight(zeros(c.weight, DType::float64));
  return normal_leaf(conv2d(x, weight, c.options).shape(), random);
}

GradientCase relu_transposed_case() {
  return {"relu_conv_transpose2d", "op", [](const Random& random) {
            const std::vector<Variable> parts = {
                leaf_away_from({0}, 0.01, {2, 3, 2, 2}, random),
                leaf_away_from({0}, 0.01, {2, 3, 2, 3}, random.at(1))};
            const Variable weight = normal_leaf({5, 4, 4, 2}, random.at(2));
            const Variable bias = normal_leaf({2}, random.at(3));
            return GradientProblem{{parts[0], parts[1], weight, bias}, [=] {
                                     return relu_conv_transpose2d(
                                         parts, weight, {.bias = bias},
                                         {.stride = {2, 2}, .padding = Padding::all(1)});
                                   }};
          }};
}

GradientCase input_gradient_case(const Convolution& c) {
  return {"conv2d_input_gradient", "op", [=](const Random& random) {
            const Variable dy = normal_output(c, random);
            const Variable weight = normal_leaf(c.weight, random.at(1));
            return GradientProblem{
                {dy, weight}, [=] { return conv2d_input_gradient(dy, weight, c.x, c.options); }};
          }};
}

GradientCase weight_gradient_case(const Convolution& c) {
  return {"conv2d_weight_gradient", "op", [=](const Random& random) {
            const Variable x = normal_leaf(c.x, random);
            const Variable dy = normal_output(c, random.at(1));
            return GradientProblem{
                {x, dy}, [=] { return conv2d_weight_gradient(x, dy, c.weight, c.options); }};
          }};
}

// Parts of one, two and three channels, as in front of a decoder's convolution.
GradientCase parts_case(const Conv2dOptions& options) {
  return {"conv2d", "op", [=](const Random& random) {
            std::vector<Variable> inputs;
            for (Index c = 1; c <= 3; ++c) {
              inputs.push_back(normal_leaf({1, 4, 5, c}, random.at(static_cast<int>(c))));
            }
            const std::vector<Variable> parts = inputs;
            const Variable weight = normal_leaf({2, 3, 2, 6}, random.at(4));
            const Variable bias = normal_leaf({2}, random.at(5));
            inputs.insert(inputs.end(), {weight, bias});
            return GradientProblem{inputs,
                                   [=] { return conv2d(parts, weight, {.bias = bias}, options); }};
          }};
}

struct Transposed {
  Shape x, weight;
  ConvTranspose2dOptions options;
};

std::vector<Transposed> transposed_convolutions() {
  return {
      {{2, 3, 2, 2}, {2, 3, 2, 1}, {}},
      {{1, 3, 2, 2}, {2, 4, 4, 2}, {.stride = {2, 2}, .padding = Padding::all(1)}},
      {{1, 2, 3, 1},
       {1, 3, 2, 2},
       {.stride = {2, 3}, .padding = {1, 0, 0, 1}, .output_padding = {1, 2}}},
      {{1, 2, 2, 4}, {4, 2, 3, 1}, {{1, 2}, {2, 1}, {0, 1, 1, 0}, {0, 1}, 2}},
  };
}

GradientCase transposed_case(const Transposed& c, bool with_bias) {
  return {"conv_transpose2d", "op", [=](const Random& random) {
            const Variable x = normal_leaf(c.x, random);
            const Variable weight = normal_leaf(c.weight, random.at(1));
            if (!with_bias)
              return GradientProblem{{x, weight},
                                     [=] { return conv_transpose2d(x, weight, c.options); }};
            const Variable bias = normal_leaf({c.weight[3] * c.options.groups}, random.at(2));
            return GradientProblem{{x, weight, bias},
                                   [=] { return conv_transpose2d(x, weight, bias, c.options); }};
          }};
}

GradientCase enlarged_case(const Shape& shape, const Shape& filter, Index factor,
                           const Padding& padding) {
  return {"upsample_conv2d", "op", [=](const Random& random) {
            const Variable x = normal_leaf(shape, random);
            const Variable weight = normal_leaf(filter, random.at(1));
            const Variable bias = normal_leaf({filter[0]}, random.at(2));
            return GradientProblem{
                {x, weight, bias},
                [=] { return upsample_conv2d(x, weight, {.bias = bias}, factor, padding); }};
          }};
}

/// A convolution of leaves, {x, weight} or {x, x, weight}.
struct Fused {
  std::string name;
  std::vector<Shape> inputs;
  std::function<Variable(const std::vector<Variable>&, const Epilogue&)> op;
};

std::vector<Fused> fused_convolutions() {
  using Leaves = std::vector<Variable>;
  return {
      {"conv2d",
       {{1, 5, 4, 2}, {3, 3, 2, 2}},
       [](const Leaves& in, const Epilogue& e) {
         return conv2d(in[0], in[1], e, {.stride = {2, 1}, .padding = Padding::all(1)});
       }},
      {"conv2d",
       {{1, 4, 3, 2}, {1, 4, 3, 1}, {2, 2, 3, 3}},
       [](const Leaves& in, const Epilogue& e) {
         return conv2d({in[0], in[1]}, in[2], e);
       }},
      {"conv_transpose2d",
       {{1, 2, 3, 2}, {2, 3, 2, 3}},
       [](const Leaves& in, const Epilogue& e) {
         return conv_transpose2d(in[0], in[1], e, {.stride = {2, 2}});
       }},
      {"upsample_conv2d",
       {{1, 2, 3, 2}, {3, 3, 3, 2}},
       [](const Leaves& in, const Epilogue& e) {
         return upsample_conv2d(in[0], in[1], e, 2, Padding::all(1));
       }},
  };
}

// A residual of about 30 in size keeps what is rectified away from 0.
GradientCase epilogue_case(const Fused& fused, double slope) {
  return {fused.name, "op", [=](const Random& random) {
            std::vector<Variable> leaves;
            for (const Shape& shape : fused.inputs) {
              leaves.push_back(normal_leaf(shape, random.at(leaves.size())));
            }
            const auto inputs = leaves;
            const Shape y = fused.op(inputs, {}).shape();
            const Variable bias = normal_leaf({y[3]}, random.at(3));
            const Variable residual = leaf_away_from({0}, 30, y, random.at(4));
            leaves.insert(leaves.end(), {bias, residual});
            return GradientProblem{
                leaves, [=] {
                  return fused.op(inputs, {.bias = bias, .residual = residual, .slope = slope});
                }};
          }};
}

}  // namespace

std::vector<GradientCase> convolution_cases() {
  std::vector<GradientCase> all;
  for (const auto& c : convolutions()) {
    all.push_back(convolution_case(c, false));
    all.push_back(input_gradient_case(c));
    all.push_back(weight_gradient_case(c));
  }
  all.push_back(convolution_case(convolutions()[3], true));
  all.push_back(parts_case({.stride = {1, 2}, .padding = Padding::all(1)}));
  all.push_back(relu_transposed_case());
  for (const auto& c : transposed_convolutions()) all.push_back(transposed_case(c, false));
  all.push_back(transposed_case(transposed_convolutions()[3], true));
  all.push_back(enlarged_case({2, 2, 3, 2}, {3, 3, 3, 2}, 2, Padding::all(1)));
  for (const Fused& fused : fused_convolutions()) {
    for (const double slope : {1.0, 0.2}) all.push_back(epilogue_case(fused, slope));
  }
  all.push_back(enlarged_case({1, 3, 2, 1}, {2, 2, 5, 1}, 3, {0, 1, 2, 4}));
  return all;
}

}  // namespace mien
