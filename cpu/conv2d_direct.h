#pragma once

#include "cpu/context.h"
#include "tensor/conv2d_geometry.h"

namespace mien::cpu::direct {

// The convolution and its adjoints, each as the loops that define it, for any geometry, in float
// and double. They serve double, gradient checks, and as the oracle of the fast path.

/// y[n, i, j, o] = sum over taps (a, b) and channels c of the group of o
///                 x[n, i stride_h - pad_top + a dilation_h, ..., c] w[o, a, b, c]
///
/// and what the epilogue does to it, but for moments. Assigns y.
template <class T>
void conv2d(const Context& context, const Conv2dGeometry& g, const T* x, const T* w,
            const Conv2dEpilogue<T>& epilogue, T* y);

/// The gradient of <y, dy> with respect to x (a transposed convolution), and what the epilogue does
/// to it, but for moments. Assigns dx.
template <class T>
void conv2d_input_gradient(const Context& context, const Conv2dGeometry& g, const T* dy, const T* w,
                           const Conv2dEpilogue<T>& epilogue, T* dx);

/// The gradient of <y, dy> with respect to w. Assigns dw.
template <class T>
void conv2d_weight_gradient(const Context& context, const Conv2dGeometry& g, const T* x,
                            const T* dy, T* dw);

}  // namespace mien::cpu::direct
