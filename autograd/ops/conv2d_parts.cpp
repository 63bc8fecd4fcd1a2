// Convolutions of images whose channels lie in several maps: what conv2d.h says of them.

#include <algorithm>

#include "autograd/from_op.h"
#include "autograd/grad_mode.h"
#include "autograd/ops/conv2d_shapes.h"
#include "autograd/ops/slice.h"
#include "cpu/conv2d.h"

namespace mien {
namespace {

using Parts = std::vector<Variable>;

// The shape of the joined image. Throws unless the parts can be one.
Shape joined_shape(const char* op, const Parts& parts, Index groups) {
  const Shape joined = ConcatShape(op, parts, -1).shape;
  for (const Variable& part : parts) {
    check(part.rank() == 4 && part.numel() > 0, op, ": parts must be non-empty [N, H, W, C], got ",
          part.shape());
  }
  check(groups == 1, op, ": several parts need one group, got ", groups);
  return joined;
}

// saved() for each of them.
auto saved_parts(const Parts& parts) {
  std::vector<Saved> all;
  for (const Variable& part : parts) all.push_back(saved(part, "x"));
  return [all = std::move(all)] {
    Parts unchanged;
    for (const Saved& part : all) unchanged.push_back(part());
    return unchanged;
  };
}

// The inputs `parts` of a product. `factors` maps the upstream gradient to the pair of dy and
// weight that their gradients are products of: each part's with its own channels of the weight.
template <class F>
std::vector<InputGradient> part_inputs(const Parts& parts, const Conv2dOptions& options,
                                       F&& factors) {
  std::vector<InputGradient> inputs;
  Index begin = 0;
  for (const Variable& part : parts) {
    const Index end = begin + part.dim(3);
    inputs.push_back({part, [=, shape = part.shape()](const Variable& upstream) {
                        const auto [dy, weight] = factors(upstream);
                        return conv2d_input_gradient(dy, slice(weight, 3, begin, end), shape,
                                                     options);
                      }});
    begin = end;
  }
  return inputs;
}

// The gradients of all parts by one product, if that is cheaper than one for each; or none.
Parts split_gradients(const Conv2dGeometry& g, const std::vector<Shape>& shapes, const Variable& dy,
                      const Variable& weight) {
  std::vector<Tensor> gradients;
  std::vector<cpu::SplitMaps::Map> maps;
  for (const Shape& shape : shapes) {
    gradients.emplace_back(shape);
    maps.push_back({gradients.back().mutable_data<float>(), shape[3]});
  }
  if (!cpu::conv2d_split_input_gradient(cpu::context(), g, dy.value().data<float>(),
                                        filters_of<float>(weight.value()), maps)) {
    return {};
  }
  count_operations(g);
  Parts all;
  for (const Tensor& dx : gradients) all.push_back(from_op("conv2d_input_gradient", dx, {}));
  return all;
}

// from_op() for the convolution. Where nothing is recorded its parts' gradients may come from one
// product.
Variable from_parts(const Tensor& y, const Parts& parts, const Variable& weight,
                    const Conv2dGeometry& g, const std::vector<InputGradient>& inputs) {
  std::vector<Variable> variables;
  std::vector<GradientFunction> functions;
  for (const auto& [input, function] : inputs) {
    variables.push_back(input);
    functions.push_back(input.requires_grad() ? function : GradientFunction());
  }
  std::vector<Shape> shapes;
  for (const Variable& part : parts) shapes.push_back(part.shape());
  return from_op("conv2d", y, variables,
                 [g, shapes, functions, weight = saved(weight, "weight")](
                     const Variable& dy, const std::vector<bool>& needed) {
                   Parts gradients;
                   const auto end = needed.begin() + std::ssize(shapes);
                   if (!is_recording() && std::find(needed.begin(), end, false) == end) {
                     gradients = split_gradients(g, shapes, dy, weight());
                   }
                   for (std::size_t k = gradients.size(); k < needed.size(); ++k) {
                     gradients.push_back(needed[k] ? functions[k](dy, {}) : Variable());
                   }
                   return gradients;
                 });
}

}  // namespace

Variable conv2d(const std::vector<Variable>& parts, const Variable& weight,
                const Epilogue& epilogue, const Conv2dOptions& options) {
  constexpr auto op = "conv2d";
  if (parts.size() == 1) return conv2d(parts[0], weight, epilogue, options);
  const Shape joined = joined_shape(op, parts, options.groups);
  if (!are_read_apart(parts)) return conv2d(concat(parts, -1), weight, epilogue, options);
  const auto g = geometry(op, joined, weight.shape(), options);
  check_alike_widened(op, parts[0].value(), weight.value());
  check_epilogue(op, epilogue, parts[0], output_shape(g));

  count_operations(g);
  Tensor y(output_shape(g));
  cpu::conv2d(cpu::context(), g, maps_of(parts), filters_of<float>(weight.value()),
              elements<float>(epilogue, y), y.mutable_data<float>());
  auto inputs = part_inputs(parts, options, [weight = saved(weight, "weight")](const Variable& dy) {
    return std::pair{dy, weight()};
  });
  inputs.push_back(
      {weight, [x = saved_parts(parts), shape = weight.shape(), options](const Variable& dy) {
         return conv2d_weight_gradient(x(), dy, shape, options);
       }});
  for (const InputGradient& input : epilogue_inputs(epilogue)) inputs.push_back(input);
  Variable result = from_parts(y, parts, weight, g, inputs);
  record_rectifier(result, epilogue.slope);
  return result;
}

Variable conv2d_weight_gradient(const std::vector<Variable>& parts, const Variable& dy,
                                const Shape& weight_shape, const Conv2dOptions& options) {
  constexpr auto op = "conv2d_weight_gradient";
  if (parts.size() == 1) return conv2d_weight_gradient(parts[0], dy, weight_shape, options);
  const Shape joined = joined_shape(op, parts, options.groups);
  if (!are_read_apart(parts))
    return conv2d_weight_gradient(concat(parts, -1), dy, weight_shape, options);
  const auto g = geometry(op, joined, weight_shape, options);
  check(dy.shape() == output_shape(g), op, ": dy must be ", output_shape(g), ", got ", dy.shape());
  check_alike(op, parts[0].value(), dy.value());

  count_operations(g);
  Tensor dweight(weight_shape);
  cpu::conv2d_weight_gradient(cpu::context(), g, maps_of(parts), dy.value().data<float>(),
                              dweight.mutable_data<float>());
  auto inputs = part_inputs(parts, options, [dy = saved(dy, "dy")](const Variable& u) {
    return std::pair{dy(), u};
  });
  inputs.push_back({dy, [x = saved_parts(parts), options](const Variable& u) {
                      return conv2d(x(), u, {}, options);
                    }});
  return from_op(op, dweight, inputs);
}

}  // namespace mien
