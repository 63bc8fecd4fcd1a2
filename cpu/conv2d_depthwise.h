#pragma once

#include "cpu/context.h"
#include "tensor/conv2d_geometry.h"

namespace mien::cpu::depthwise {

// The convolution and its adjoints for float where each channel has a filter of its own (Note
// [Depthwise convolution]); any kernel, stride, dilation and padding. What each computes is written
// down in cpu/conv2d_direct.h; it multiplies as the definition does, and no padding. Sums run in
// another order, so results differ by rounding.
//
// Blocks, and with them every sum's order, depend on the geometry alone.

/// True if the algorithm knows the geometry: as many groups as channels, in and out.
bool can_convolve(const Conv2dGeometry& g);

/// Assigns y.
void conv2d(const Context& context, const Conv2dGeometry& g, const float* x, const float* w,
            const Conv2dEpilogue<float>& epilogue, float* y);

/// Assigns dx, phase by phase.
void conv2d_input_gradient(const Context& context, const Conv2dGeometry& g, const float* dy,
                           const float* w, const Conv2dEpilogue<float>& epilogue, float* dx);

/// Assigns dw. Pixels are cut into chunks with a sum each, added up in order.
void conv2d_weight_gradient(const Context& context, const Conv2dGeometry& g, const float* x,
                            const float* dy, float* dw);

}  // namespace mien::cpu::depthwise
