#include "autograd/ops/conv2d.h"

#include "autograd/dispatch.h"
#include "autograd/from_op.h"
#include "autograd/ops/conv2d_shapes.h"
#include "cpu/conv2d.h"
#include "cuda/conv2d.h"

namespace mien {
namespace {

// A weight, and its values in the type of the maps that it meets: for maps in bfloat16 they are
// rounded once, for the forward pass and the walk back.
class Filters {
 public:
  Filters(const char* op, const Variable& weight, const Variable& x)
      : weight_(saved(weight, "weight")) {
    check_alike_widened(op, x.value(), weight.value());
    values_ = weight.value().to(x.dtype());
  }

  /// Throws, as Saved does, if it changed since.
  const Variable& weight() const { return weight_(); }
  const Tensor& values() const { return values_; }

 private:
  Saved weight_;
  Tensor values_;
};

Variable spread(const char* op, const Variable& dy, const Filters& filters,
                const Epilogue& epilogue, const Shape& input_shape, const Conv2dOptions& options);

Variable convolve(const Variable& x, const Filters& filters, const Epilogue& epilogue,
                  const Conv2dOptions& options) {
  constexpr auto op = "conv2d";
  const Shape weight_shape = filters.weight().shape();
  const auto g = geometry(op, x.shape(), weight_shape, options);
  check_epilogue(op, epilogue, x, output_shape(g));

  count_operations(g);
  Tensor y(output_shape(g), x.dtype(), x.value().device());
  dispatch_maps(y, [&]<class T>(auto& backend) {
    conv2d(backend, g, x.value().data<T>(), filters_of<T>(filters.values()),
           elements<T>(epilogue, y), y.mutable_data<T>());
  });
  auto inputs = epilogue_inputs(epilogue);
  inputs.push_back({x, [filters, shape = x.shape(), options](const Variable& dy) {
                      return spread("conv2d_input_gradient", dy, filters, {}, shape, options);
                    }});
  inputs.push_back(
      {filters.weight(), [x = saved(x, "x"), weight_shape, options](const Variable& dy) {
         return conv2d_weight_gradient(x(), dy, weight_shape, options);
       }});
  Variable result = from_op(op, y, inputs);
  record_rectifier(result, epilogue.slope);
  return result;
}

// The adjoint of conv2d with respect to its input, under the name of either op that it is.
Variable spread(const char* op, const Variable& dy, const Filters& filters,
                const Epilogue& epilogue, const Shape& input_shape, const Conv2dOptions& options) {
  const Shape weight_shape = filters.weight().shape();
  const auto g = geometry(op, input_shape, weight_shape, options);
  check(dy.shape() == output_shape(g), op, ": dy must be ", output_shape(g), ", got ", dy.shape());
  check_epilogue(op, epilogue, dy, input_shape);

  count_operations(g);
  Tensor dx(input_shape, dy.dtype(), dy.value().device());
  dispatch_maps(dx, [&]<class T>(auto& backend) {
    conv2d_input_gradient(backend, g, dy.value().data<T>(), filters_of<T>(filters.values()),
                          elements<T>(epilogue, dx), dx.mutable_data<T>());
  });
  auto inputs = epilogue_inputs(epilogue);
  inputs.push_back(
      {dy, [filters, options](const Variable& u) { return convolve(u, filters, {}, options); }});
  inputs.push_back(
      {filters.weight(), [dy = saved(dy, "dy"), weight_shape, options](const Variable& u) {
         return conv2d_weight_gradient(u, dy(), weight_shape, options);
       }});
  Variable result = from_op(op, dx, inputs);
  record_rectifier(result, epilogue.slope);
  return result;
}

}  // namespace

Variable conv2d(const Variable& x, const Variable& weight, const Conv2dOptions& options) {
  return conv2d(x, weight, Epilogue{}, options);
}

Variable conv2d(const Variable& x, const Variable& weight, const Variable& bias,
                const Conv2dOptions& options) {
  return conv2d(x, weight, Epilogue{.bias = bias}, options);
}

Variable conv2d(const Variable& x, const Variable& weight, const Epilogue& epilogue,
                const Conv2dOptions& options) {
  return convolve(x, Filters("conv2d", weight, x), epilogue, options);
}

Variable conv2d_input_gradient(const Variable& dy, const Variable& weight, const Shape& input_shape,
                               const Conv2dOptions& options) {
  constexpr auto op = "conv2d_input_gradient";
  return spread(op, dy, Filters(op, weight, dy), {}, input_shape, options);
}

Variable conv2d_weight_gradient(const Variable& x, const Variable& dy, const Shape& weight_shape,
                                const Conv2dOptions& options) {
  constexpr auto op = "conv2d_weight_gradient";
  const auto g = geometry(op, x.shape(), weight_shape, options);
  check(dy.shape() == output_shape(g), op, ": dy must be ", output_shape(g), ", got ", dy.shape());
  check_alike(op, x.value(), dy.value());

  count_operations(g);
  Tensor dweight(weight_shape, wide(x.dtype()), x.value().device());
  dispatch_maps(x.value(), [&]<class T>(auto& backend) {
    conv2d_weight_gradient(backend, g, x.value().data<T>(), dy.value().data<T>(),
                           dweight.mutable_data<Wide<T>>());
  });
  const auto dx = [dy = saved(dy, "dy"), shape = x.shape(), options](const Variable& u) {
    return conv2d_input_gradient(dy(), u, shape, options);
  };
  const auto ddy = [x = saved(x, "x"), options](const Variable& u) {
    return conv2d(x(), u, options);
  };
  return from_op(op, dweight, {{x, dx}, {dy, ddy}});
}

Variable conv_transpose2d(const Variable& x, const Variable& weight, const Epilogue& epilogue,
                          const ConvTranspose2dOptions& o) {
  constexpr auto op = "conv_transpose2d";
  return spread(op, x, Filters(op, weight, x), epilogue,
                transposed_shape(op, x.shape(), weight.shape(), o),
                {o.stride, o.dilation, o.padding, o.groups});
}

Variable conv_transpose2d(const Variable& x, const Variable& weight,
                          const ConvTranspose2dOptions& options) {
  return conv_transpose2d(x, weight, Epilogue{}, options);
}

Variable conv_transpose2d(const Variable& x, const Variable& weight, const Variable& bias,
                          const ConvTranspose2dOptions& options) {
  return conv_transpose2d(x, weight, Epilogue{.bias = bias}, options);
}

}  // namespace mien
