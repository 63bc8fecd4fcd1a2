#pragma once

#include "autograd/check_alike.h"
#include "autograd/from_op.h"
#include "autograd/ops/conv2d.h"
#include "cpu/joined_maps.h"
#include "tensor/conv2d_geometry.h"

namespace mien {

// What the convolution ops check and count alike; `op` names one in the messages.

void check_options(const char* op, const Conv2dOptions& options);

/// The sizes of conv2d(x, weight). Throws std::invalid_argument as conv2d does.
Conv2dGeometry geometry(const char* op, const Shape& x, const Shape& weight,
                        const Conv2dOptions& options);

/// [N, H', W', Cout]
Shape output_shape(const Conv2dGeometry& geometry);

/// That of conv_transpose2d(x, weight). Throws std::invalid_argument as it does.
Shape transposed_shape(const char* op, const Shape& x, const Shape& weight,
                       const ConvTranspose2dOptions& options);

/// For OperationCount.
void count_operations(const Conv2dGeometry& geometry);

template <class T>
Conv2dFilters<T> filters_of(const Tensor& weight) {
  return {weight.data<T>(), weight.version()};
}

/// True where the kernels read several maps as if joined.
bool are_read_apart(const std::vector<Variable>& parts);

std::vector<cpu::JoinedMaps::Map> maps_of(const std::vector<Variable>& parts);

/// Throws unless the epilogue fits a result of shape y, of x's type and on its device.
void check_epilogue(const char* op, const Epilogue& epilogue, const Variable& x, const Shape& y);

/// What the epilogue takes, as inputs of an op.
std::vector<InputGradient> epilogue_inputs(const Epilogue& epilogue);

/// The epilogue for the kernel that writes y, with tensors for the moments where they are wanted.
template <class T>
Conv2dEpilogue<T> elements(const Epilogue& epilogue, const Tensor& y) {
  const Variable &bias = epilogue.bias, &residual = epilogue.residual;
  Conv2dEpilogue<T> own{bias.defined() ? bias.value().data<Wide<T>>() : nullptr,
                        residual.defined() ? residual.value().data<T>() : nullptr,
                        static_cast<Wide<T>>(epilogue.slope)};
  if (ChannelMoments* const moments = epilogue.moments) {
    moments->mean = Tensor({y.dim(3)}, wide(y.dtype()), y.device());
    moments->variance = Tensor({y.dim(3)}, wide(y.dtype()), y.device());
    own.mean = moments->mean.mutable_data<Wide<T>>();
    own.variance = moments->variance.mutable_data<Wide<T>>();
  }
  return own;
}

/// Records the rectifier behind y, whose values are rectified already: leaky_relu, which knows its
/// gradient from its result, over the same memory.
void record_rectifier(Variable& y, double slope);

}  // namespace mien
