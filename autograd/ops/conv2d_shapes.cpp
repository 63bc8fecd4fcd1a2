#include "autograd/ops/conv2d_shapes.h"

#include <algorithm>

#include "autograd/operation_count.h"
#include "autograd/ops/leaky_relu.h"
#include "autograd/ops/sum.h"

namespace mien {
namespace {

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

Index transposed_size(const char* op, const Shape& x, const Shape& weight,
                      const ConvTranspose2dOptions& o, int axis) {
  const Index cut = axis == 0 ? o.padding.top + o.padding.bottom : o.padding.left + o.padding.right;
  const Index size = (x[1 + axis] - 1) * o.stride[axis] +
                     (weight[1 + axis] - 1) * o.dilation[axis] + 1 - cut + o.output_padding[axis];
  check(size >= 1, op, ": padding leaves no ", axis == 0 ? "rows" : "columns", " for x ", x,
        " and weight ", weight);
  return size;
}

}  // namespace

Shape transposed_shape(const char* op, const Shape& x, const Shape& weight,
                       const ConvTranspose2dOptions& o) {
  check_options(op, {o.stride, o.dilation, o.padding, o.groups});
  check(x.rank() == 4 && x.numel() > 0, op, ": x must be a non-empty [N, H, W, C], got ", x);
  check(weight.rank() == 4 && weight.numel() > 0 && weight[0] == x[3], op,
        ": weight must be a non-empty [", x[3], ", kH, kW, out / groups], got ", weight);
  for (int axis : {0, 1}) {
    check(o.output_padding[axis] >= 0 && o.output_padding[axis] < o.stride[axis], op,
          ": output_padding must be less than the stride ", o.stride[axis], ", got ",
          o.output_padding[axis]);
  }
  check(o.groups >= 1, op, ": groups must be at least 1, got ", o.groups);
  return {x[0], transposed_size(op, x, weight, o, 0), transposed_size(op, x, weight, o, 1),
          weight[3] * o.groups};
}

void check_options(const char* op, const Conv2dOptions& o) {
  check(o.stride[0] >= 1 && o.stride[1] >= 1, op, ": stride must be at least 1, got ", o.stride[0],
        " x ", o.stride[1]);
  check(o.dilation[0] >= 1 && o.dilation[1] >= 1, op, ": dilation must be at least 1, got ",
        o.dilation[0], " x ", o.dilation[1]);
  const auto [top, bottom, left, right] = o.padding;
  check(std::min({top, bottom, left, right}) >= 0, op, ": padding must not be negative, got ", top,
        ", ", bottom, ", ", left, ", ", right, " (top, bottom, left, right)");
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

bool are_read_apart(const std::vector<Variable>& parts) {
  return parts[0].dtype() == DType::float32 && parts[0].device().type == DeviceType::cpu;
}

std::vector<cpu::JoinedMaps::Map> maps_of(const std::vector<Variable>& parts) {
  std::vector<cpu::JoinedMaps::Map> maps;
  for (const Variable& part : parts) maps.push_back({part.value().data<float>(), part.dim(3)});
  return maps;
}

void check_epilogue(const char* op, const Epilogue& epilogue, const Variable& x, const Shape& y) {
  const Variable &bias = epilogue.bias, &residual = epilogue.residual;
  if (bias.defined()) {
    check(bias.shape() == Shape{y[3]}, op, ": bias must be [", y[3], "], got ", bias.shape());
    check_alike_widened(op, x.value(), bias.value());
  }
  if (residual.defined()) {
    check(residual.shape() == y, op, ": the residual must be ", y, ", got ", residual.shape());
    check_alike(op, x.value(), residual.value());
  }
  check(epilogue.slope >= 0, op, ": the slope must not be negative, got ", epilogue.slope);
}

std::vector<InputGradient> epilogue_inputs(const Epilogue& epilogue) {
  std::vector<InputGradient> inputs;
  if (epilogue.bias.defined()) {
    inputs.push_back({epilogue.bias, [](const Variable& dy) { return sum(dy, {0, 1, 2}); }});
  }
  if (epilogue.residual.defined()) {
    inputs.push_back({epilogue.residual, [](const Variable& dy) { return dy; }});
  }
  return inputs;
}

void record_rectifier(Variable& y, double slope) {
  if (slope == 1) return;
  y = from_op("leaky_relu", y.value(), {{y, [slope](const Variable& dy, const Variable& rectified) {
                                           return leaky_relu_backward(rectified, dy, slope);
                                         }}});
}

}  // namespace mien
