#pragma once

#include "cpu/context.h"

namespace mien::cpu {

/// y[a * y_stride + i] = x[a * x_stride + i] for a < count, i < length: what slicing, placing and
/// joining along an axis come down to. Assigns these elements of y only.
template <class T>
void copy_blocks(const Context& context, Index count, Index length, const T* x, Index x_stride,
                 T* y, Index y_stride);

/// The same by the calling thread alone, for tasks.
template <class T>
void copy_blocks(Index count, Index length, const T* x, Index x_stride, T* y, Index y_stride);

/// y[a, r, b] = x[a, R - 1 - r, b]. Assigns y.
///
///   x, y  [A, R, B]
template <class T>
void flip_middle(const Context& context, Index A, Index R, Index B, const T* x, T* y);

}  // namespace mien::cpu
