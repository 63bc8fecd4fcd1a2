#pragma once

#include "cuda/context.h"
#include "tensor/conv2d_geometry.h"

namespace mien::cuda::direct {

// The convolution and its adjoints, each as the loops that define it, one thread for each element
// of the result: the same sums as in cpu/conv2d_direct.h, for any geometry, in double, in float,
// and in float of maps that are stored in bfloat16.

/// y[n, i, j, o] = sum over taps (a, b) and channels c of the group of o
///                 x[n, i stride_h - pad_top + a dilation_h, ..., c] w[o, a, b, c]
///
/// Assigns y.
template <class T>
void conv2d(const Context& context, const Conv2dGeometry& g, const T* x, const T* w, T* y);

/// The gradient of <y, dy> with respect to x (a transposed convolution).
///
/// Assigns dx.
template <class T>
void conv2d_input_gradient(const Context& context, const Conv2dGeometry& g, const T* dy, const T* w,
                           T* dx);

/// The gradient of <y, dy> with respect to w. Assigns dw.
template <class T>
void conv2d_weight_gradient(const Context& context, const Conv2dGeometry& g, const T* x,
                            const T* dy, Wide<T>* dw);

}  // namespace mien::cuda::direct
