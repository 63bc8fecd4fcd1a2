#include "autograd/ops/conv2d.h"

#include <algorithm>

#include "autograd/dispatch.h"
#include "autograd/from_op.h"
#include "autograd/grad_mode.h"
#include "autograd/operation_count.h"
#include "autograd/ops/slice.h"
#include "autograd/ops/sum.h"
#include "cpu/conv2d.h"
#include "cuda/conv2d.h"

namespace mien {
namespace {

void check_options(const char* op, const Conv2dOptions& o) {
  check(o.stride[0] >= 1 && o.stride[1] >= 1, op, ": stride must be at least 1, got ", o.stride[0],
        " x ", o.stride[1]);
  check(o.dilation[0] >= 1 && o.dilation[1] >= 1, op, ": dilation must be at least 1, got ",
        o.dilation[0], " x ", o.dilation[1]);
  const auto [top, bottom, left, right] = o.padding;
  check(std::min({top, bottom, left, right}) >= 0, op, ": padding must not be negative, got ", top,
        ", ", bottom, ", ", left, ", ", right, " (top, bottom, left, right)");
}

void check_shapes(const char* op, const Shape& x, const Shape& weight, Index groups) {
  check(x.rank() == 4 && x.numel() > 0, op, ": the input must be a non-empty [N, H, W, C], got ",
        x);
  check(weight.rank() == 4 && weight.numel() > 0, op,
        ": weight must be a non-empty [out, kH, kW, in / groups], got ", weight);
  check(groups >= 1 && x[3] % groups == 0 && weight[0] % groups == 0, op, ": ", groups,
        " groups do not divide ", x[3], " input and ", weight[0], " output channels");
  check(weight[3] == x[3] / groups, op, ": weight must be [out, kH, kW, ", x[3] / groups,
        "] for input ", x, " in ", groups, " groups, got ", weight);
}

Index output_size(const char* op, const Shape& x, const Shape& weight, const Conv2dOptions& o,
                  int axis) {
  const Index before = axis == 0 ? o.padding.top : o.padding.left;
  const Index after = axis == 0 ? o.padding.bottom : o.padding.right;
  const Index padded = x[1 + axis] + before + after;
  const Index reach = (weight[1 + axis] - 1) * o.dilation[axis] + 1;
  check(padded >= reach, op, ": the filter spans ", reach, axis == 0 ? " rows" : " columns",
        ", but the padded input ", x, " has ", padded);
  return (padded - reach) / o.stride[axis] + 1;
}

Conv2dGeometry geometry(const char* op, const Shape& x, const Shape& weight,
                        const Conv2dOptions& o) {
  check_options(op, o);
  check_shapes(op, x, weight, o.groups);
  return {.batch = x[0],
          .in_height = x[1],
          .in_width = x[2],
          .in_channels = x[3],
          .out_height = output_size(op, x, weight, o, 0),
          .out_width = output_size(op, x, weight, o, 1),
          .out_channels = weight[0],
          .kernel_height = weight[1],
          .kernel_width = weight[2],
          .stride_h = o.stride[0],
          .stride_w = o.stride[1],
          .dilation_h = o.dilation[0],
          .dilation_w = o.dilation[1],
          .pad_top = o.padding.top,
          .pad_left = o.padding.left,
          .groups = o.groups};
}

void count_operations(const Conv2dGeometry& g) {
  const Index outputs = g.batch * g.out_height * g.out_width * g.out_channels;
  const Index taps = g.kernel_height * g.kernel_width * g.in_channels / g.groups;
  OperationCount::add(2.0 * static_cast<double>(outputs) * static_cast<double>(taps));
}

Shape output_shape(const Conv2dGeometry& g) {
  return {g.batch, g.out_height, g.out_width, g.out_channels};
}

void check_dtypes(const char* op, const Variable& a, const Variable& b) {
  check(a.dtype() == b.dtype(), op, ": dtypes differ, ", a.dtype(), " and ", b.dtype());
}

void check_bias(const char* op, const Variable& bias, const Variable& x, Index channels) {
  check(bias.shape() == Shape{channels}, op, ": bias must be [", channels, "], got ", bias.shape());
  check_dtypes(op, x, bias);
}

template <class T>
Conv2dFilters<T> filters(const Variable& weight) {
  return {weight.value().data<T>(), weight.value().version()};
}

template <class T>
const T* elements(const Variable* optional) {
  return optional ? optional->value().data<T>() : nullptr;
}

Variable bias_gradient(const Variable& dy) { return sum(dy, {0, 1, 2}); }

using Parts = std::vector<Variable>;

// What a kernel can read: some maps where it joins them on the way, elsewhere the joined one.
Parts readable(const char* op, const Parts& parts, Index groups) {
  if (parts.size() == 1) return parts;
  const ConcatShape joined(op, parts, -1);
  for (const Variable& part : parts) {
    check(part.rank() == 4 && part.numel() > 0, op, ": parts must be non-empty [N, H, W, C], got ",
          part.shape());
  }
  check(groups == 1, op, ": several parts need one group, got ", groups);
  const bool joins =
      parts[0].dtype() == DType::float32 && parts[0].device().type == DeviceType::cpu;
  return joins ? parts : Parts{concat(parts, -1)};
}

// Calls f<T>(backend, x) for readable parts of element type T.
template <class F>
void dispatch_parts(const Parts& parts, F&& f) {
  if (parts.size() == 1) {
    const Tensor& x = parts[0].value();
    return dispatch(
        x, [&]<class T>(auto& backend) { f.template operator()<T>(backend, x.data<T>()); });
  }
  std::vector<cpu::JoinedMaps::Map> maps;
  for (const Variable& part : parts) maps.push_back({part.value().data<float>(), part.dim(3)});
  f.template operator()<float>(cpu::context(), cpu::JoinedMaps(maps));
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
    inputs.push_back(
        {part, [=, alone = parts.size() == 1, shape = part.shape()](const Variable& upstream) {
           const auto [dy, weight] = factors(upstream);
           const Variable own = alone ? weight : slice(weight, 3, begin, end);
           return conv2d_input_gradient(dy, own, shape, options);
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
  if (!conv2d_split_input_gradient(cpu::context(), g, dy.value().data<float>(),
                                   filters<float>(weight), maps)) {
    return {};
  }
  count_operations(g);
  Parts all;
  for (const Tensor& dx : gradients) all.push_back(from_op("conv2d_input_gradient", dx, {}));
  return all;
}

// from_op() for a convolution of several parts. Where nothing is recorded their gradients may come
// from one product.
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
                   const auto end = needed.begin() + static_cast<Index>(shapes.size());
                   if (!is_recording() && std::find(needed.begin(), end, false) == end) {
                     gradients = split_gradients(g, shapes, dy, weight());
                   }
                   for (std::size_t k = gradients.size(); k < needed.size(); ++k) {
                     gradients.push_back(needed[k] ? functions[k](dy, {}) : Variable());
                   }
                   return gradients;
                 });
}

Variable convolve(const Parts& parts, const Variable& weight, const Variable* bias,
                  const Conv2dOptions& options) {
  const auto g =
      geometry("conv2d", ConcatShape("conv2d", parts, -1).shape, weight.shape(), options);
  check_dtypes("conv2d", parts[0], weight);
  if (bias) check_bias("conv2d", *bias, parts[0], g.out_channels);

  count_operations(g);
  Tensor y(output_shape(g), weight.dtype(), parts[0].device());
  dispatch_parts(parts, [&]<class T>(auto& backend, const auto& x) {
    conv2d(backend, g, x, filters<T>(weight), elements<T>(bias), y.mutable_data<T>());
  });
  auto inputs = part_inputs(parts, options, [weight = saved(weight, "weight")](const Variable& dy) {
    return std::pair{dy, weight()};
  });
  inputs.push_back(
      {weight, [x = saved_parts(parts), shape = weight.shape(), options](const Variable& dy) {
         return conv2d_weight_gradient(x(), dy, shape, options);
       }});
  if (bias) inputs.push_back({*bias, bias_gradient});
  return parts.size() == 1 ? from_op("conv2d", y, inputs) : from_parts(y, parts, weight, g, inputs);
}

Variable correlate(const Parts& parts, const Variable& dy, const Shape& weight_shape,
                   const Conv2dOptions& options) {
  constexpr auto op = "conv2d_weight_gradient";
  const auto g = geometry(op, ConcatShape(op, parts, -1).shape, weight_shape, options);
  check(dy.shape() == output_shape(g), op, ": dy must be ", output_shape(g), ", got ", dy.shape());
  check_dtypes(op, parts[0], dy);

  count_operations(g);
  Tensor dweight(weight_shape, dy.dtype(), dy.device());
  dispatch_parts(parts, [&]<class T>(auto& backend, const auto& x) {
    conv2d_weight_gradient(backend, g, x, dy.value().data<T>(), dweight.mutable_data<T>());
  });
  auto inputs = part_inputs(parts, options, [dy = saved(dy, "dy")](const Variable& u) {
    return std::pair{dy(), u};
  });
  inputs.push_back({dy, [x = saved_parts(parts), options](const Variable& u) {
                      return conv2d(x(), u, Variable(), options);
                    }});
  return from_op(op, dweight, inputs);
}

// The adjoint of conv2d with respect to its input, under the name of either op that it is.
Variable spread(const char* op, const Variable& dy, const Variable& weight, const Variable* bias,
                const Shape& input_shape, const Conv2dOptions& options) {
  const auto g = geometry(op, input_shape, weight.shape(), options);
  check(dy.shape() == output_shape(g), op, ": dy must be ", output_shape(g), ", got ", dy.shape());
  check_dtypes(op, dy, weight);
  if (bias) check_bias(op, *bias, dy, g.in_channels);

  count_operations(g);
  Tensor dx(input_shape, dy.dtype(), dy.value().device());
  dispatch(dx, [&]<class T>(auto& backend) {
    conv2d_input_gradient(backend, g, dy.value().data<T>(), filters<T>(weight), elements<T>(bias),
                          dx.mutable_data<T>());
  });
  const auto ddy = [weight = saved(weight, "weight"), options](const Variable& u) {
    return conv2d(u, weight(), options);
  };
  const auto dweight = [dy = saved(dy, "dy"), shape = weight.shape(), options](const Variable& u) {
    return conv2d_weight_gradient(u, dy(), shape, options);
  };
  if (!bias) return from_op(op, dx, {{dy, ddy}, {weight, dweight}});
  return from_op(op, dx, {{dy, ddy}, {weight, dweight}, {*bias, bias_gradient}});
}

Index transposed_size(const Shape& x, const Shape& weight, const ConvTranspose2dOptions& o,
                      int axis) {
  const Index cut = axis == 0 ? o.padding.top + o.padding.bottom : o.padding.left + o.padding.right;
  const Index size = (x[1 + axis] - 1) * o.stride[axis] +
                     (weight[1 + axis] - 1) * o.dilation[axis] + 1 - cut + o.output_padding[axis];
  check(size >= 1, "conv_transpose2d: padding leaves no ", axis == 0 ? "rows" : "columns",
        " for x ", x, " and weight ", weight);
  return size;
}

Variable transpose(const Variable& x, const Variable& weight, const Variable* bias,
                   const ConvTranspose2dOptions& o) {
  const Conv2dOptions convolution{o.stride, o.dilation, o.padding, o.groups};
  check_options("conv_transpose2d", convolution);
  check(x.rank() == 4 && x.numel() > 0,
        "conv_transpose2d: x must be a non-empty [N, H, W, C], got ", x.shape());
  check(weight.rank() == 4 && weight.numel() > 0 && weight.dim(0) == x.dim(3),
        "conv_transpose2d: weight must be a non-empty [", x.dim(3), ", kH, kW, out / groups], got ",
        weight.shape());
  for (int axis : {0, 1}) {
    check(o.output_padding[axis] >= 0 && o.output_padding[axis] < o.stride[axis],
          "conv_transpose2d: output_padding must be less than the stride ", o.stride[axis],
          ", got ", o.output_padding[axis]);
  }
  check(o.groups >= 1, "conv_transpose2d: groups must be at least 1, got ", o.groups);
  const Shape output{x.dim(0), transposed_size(x.shape(), weight.shape(), o, 0),
                     transposed_size(x.shape(), weight.shape(), o, 1), weight.dim(3) * o.groups};
  return spread("conv_transpose2d", x, weight, bias, output, convolution);
}

}  // namespace

Variable conv2d(const Variable& x, const Variable& weight, const Conv2dOptions& options) {
  return convolve({x}, weight, nullptr, options);
}

Variable conv2d(const Variable& x, const Variable& weight, const Variable& bias,
                const Conv2dOptions& options) {
  return convolve({x}, weight, bias.defined() ? &bias : nullptr, options);
}

Variable conv2d(const std::vector<Variable>& parts, const Variable& weight, const Variable& bias,
                const Conv2dOptions& options) {
  return convolve(readable("conv2d", parts, options.groups), weight,
                  bias.defined() ? &bias : nullptr, options);
}

Variable conv2d_input_gradient(const Variable& dy, const Variable& weight, const Shape& input_shape,
                               const Conv2dOptions& options) {
  return spread("conv2d_input_gradient", dy, weight, nullptr, input_shape, options);
}

Variable conv2d_weight_gradient(const Variable& x, const Variable& dy, const Shape& weight_shape,
                                const Conv2dOptions& options) {
  return correlate({x}, dy, weight_shape, options);
}

Variable conv2d_weight_gradient(const std::vector<Variable>& parts, const Variable& dy,
                                const Shape& weight_shape, const Conv2dOptions& options) {
  return correlate(readable("conv2d_weight_gradient", parts, options.groups), dy, weight_shape,
                   options);
}

Variable conv_transpose2d(const Variable& x, const Variable& weight,
                          const ConvTranspose2dOptions& options) {
  return transpose(x, weight, nullptr, options);
}

Variable conv_transpose2d(const Variable& x, const Variable& weight, const Variable& bias,
                          const ConvTranspose2dOptions& options) {
  return transpose(x, weight, bias.defined() ? &bias : nullptr, options);
}

}  // namespace mien
