#include "autograd/ops/relu_conv_transpose2d.h"

#include "autograd/grad_mode.h"
#include "autograd/ops/concat_relu.h"
#include "autograd/ops/conv2d_shapes.h"
#include "autograd/ops/relu.h"
#include "autograd/ops/slice.h"
#include "cpu/conv2d.h"

namespace mien {
namespace {

constexpr auto kOp = "relu_conv_transpose2d";

Variable read_apart(std::vector<Variable> parts, const Variable& weight, const Epilogue& epilogue,
                    const ConvTranspose2dOptions& options) {
  const Shape joined = ConcatShape(kOp, parts, -1).shape;
  const Shape output = transposed_shape(kOp, joined, weight.shape(), options);
  const auto g = geometry(kOp, output, weight.shape(),
                          {options.stride, options.dilation, options.padding, options.groups});
  check_alike_widened(kOp, parts[0].value(), weight.value());
  check_epilogue(kOp, epilogue, parts[0], output);
  for (Variable& part : parts) part = relu(std::move(part));

  count_operations(g);
  Tensor y(output);
  cpu::conv2d_input_gradient(cpu::context(), g, maps_of(parts), filters_of<float>(weight.value()),
                             elements<float>(epilogue, y), y.mutable_data<float>());
  return from_op(kOp, y, {});
}

}  // namespace

Variable relu_conv_transpose2d(std::vector<Variable> parts, const Variable& weight,
                               const Epilogue& epilogue, const ConvTranspose2dOptions& options) {
  check(!parts.empty(), kOp, ": there are no parts");
  check(options.groups == 1, kOp, ": there must be one group, got ", options.groups);
  if (!is_recording() && are_read_apart(parts)) {
    return read_apart(std::move(parts), weight, epilogue, options);
  }
  parts = {concat_relu(parts)};  // what was joined is let go
  return conv_transpose2d(parts[0], weight, epilogue, options);
}

}  // namespace mien
