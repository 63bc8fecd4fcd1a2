#pragma once

#include "cuda/context.h"

namespace mien::cuda {

/// y[a * y_stride + i] = f(x0[a * x_stride + i], x1[a * x_stride + i], ...) for a < count,
/// i < length: an element-wise op between channels of wider maps. Assigns these elements of y only.
///
/// Compiled for Copy, Relu and ReluBackward.
template <class T, class F, class... X>
void map_blocks(const Context& context, F f, Index count, Index length, T* y, Index y_stride,
                Index x_stride, const X*... x);

}  // namespace mien::cuda
