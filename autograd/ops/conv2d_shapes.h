#pragma once

#include "autograd/from_op.h"
#include "autograd/ops/conv2d.h"
#include "tensor/conv2d_geometry.h"

namespace mien {

// What the convolution ops check and count alike; `op` names one in the messages.

void check_options(const char* op, const Conv2dOptions& options);

/// The sizes of conv2d(x, weight). Throws std::invalid_argument as conv2d does.
Conv2dGeometry geometry(const char* op, const Shape& x, const Shape& weight,
                        const Conv2dOptions& options);

/// [N, H', W', Cout]
Shape output_shape(const Conv2dGeometry& geometry);

void check_dtypes(const char* op, const Variable& a, const Variable& b);

/// Throws unless bias is [channels] and of x's type.
void check_bias(const char* op, const Variable& bias, const Variable& x, Index channels);

/// For OperationCount.
void count_operations(const Conv2dGeometry& geometry);

template <class T>
Conv2dFilters<T> filters(const Variable& weight) {
  return {weight.value().data<T>(), weight.value().version()};
}

/// Elements, or nullptr for none.
template <class T>
const T* elements(const Variable* optional) {
  return optional ? optional->value().data<T>() : nullptr;
}

/// A bias as an input: its gradient sums dy over images and pixels.
InputGradient bias_input(const Variable& bias);

/// Throws unless the epilogue fits a result of shape y, of x's type.
void check_epilogue(const char* op, const Epilogue& epilogue, const Variable& x, const Shape& y);

/// What the epilogue takes, as inputs of an op.
std::vector<InputGradient> epilogue_inputs(const Epilogue& epilogue);

template <class T>
Conv2dEpilogue<T> elements(const Epilogue& epilogue) {
  const auto values = [](const Variable& x) { return elements<T>(x.defined() ? &x : nullptr); };
  return {values(epilogue.bias), values(epilogue.residual), static_cast<T>(epilogue.slope)};
}

/// Records the rectifier behind y, whose values are rectified already: leaky_relu, which knows its
/// gradient from its result, over the same memory.
void record_rectifier(Variable& y, double slope);

}  // namespace mien
