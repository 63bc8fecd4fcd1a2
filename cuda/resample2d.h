#pragma once

#include "cuda/context.h"
#include "tensor/axis_weights.h"

namespace mien::cuda {

/// y[n, i, j, c] = sum over k, l of rows[i, k] columns[j, l] x[n, k, l, c]. Assigns y.
///
///   x  [N, rows.inputs, columns.inputs, C]      y  [N, rows.outputs, columns.outputs, C]
///
/// Terms are added in the order of the weights.
template <class T>
void resample2d(const Context& context, Index N, Index C, const AxisWeights& rows,
                const AxisWeights& columns, const T* x, T* y);

}  // namespace mien::cuda
