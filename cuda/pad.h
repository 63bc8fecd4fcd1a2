#pragma once

#include "cuda/context.h"
#include "tensor/padding.h"

namespace mien::cuda {

/// y[n, i, j, c] = x[n, rows[i], columns[j], c], 0 where either source is -1. Assigns y.
///
///   x  [N, H, W, C]      y  [N, rows.size(), columns.size(), C]
template <class T>
void pad(const Context& context, Index N, Index H, Index W, Index C, const PadSource& rows,
         const PadSource& columns, const T* x, T* y);

/// Adds each element of dy to where it came from: the adjoint of `pad`. Assigns dx.
template <class T>
void pad_backward(const Context& context, Index N, Index H, Index W, Index C, const PadSource& rows,
                  const PadSource& columns, const T* dy, T* dx);

}  // namespace mien::cuda
