#pragma once

#include "autograd/ops/pool2d_options.h"
#include "autograd/variable.h"

namespace mien {

/// The largest value of each square window, per channel. Padding never wins.
///
///   x  [N, H, W, C]      returns [N, Ho, Wo, C]
///   Ho = floor((H + 2 padding - kernel) / stride) + 1, or with ceil instead of floor
///
/// The gradient goes to the first largest value of each window; a NaN counts as the largest.
/// Throws std::invalid_argument for another rank, bad options, or when no window fits.
Variable max_pool2d(const Variable& x, const Pool2dOptions& options = {});

/// The gradient of max_pool2d: adds dy [N, Ho, Wo, C] up at the pixels `indices` (int32, h * W + w
/// of each output's maximum) of an image batch of shape `x`. Linear; its adjoint is the gather.
Variable max_pool2d_scatter(const Variable& dy, const Tensor& indices, const Shape& x,
                            const Pool2dOptions& options = {});

/// Reads the pixels `indices` of x [N, H, W, C]: y[n, o, c] = x[n, indices[n, o, c], c].
Variable max_pool2d_gather(const Variable& x, const Tensor& indices,
                           const Pool2dOptions& options = {});

}  // namespace mien
