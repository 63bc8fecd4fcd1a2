#pragma once

#include "cuda/context.h"

namespace mien::cuda {

/// The row-major matrix product c = op(a) op(b). Assigns c.
///
///   op(a)  [m, k]  stored [k, m] if transpose_a      op(b)  [k, n]  stored [n, k] if transpose_b
///
/// By cuBLAS. Factors in float are rounded as the context's precision says, or not, if `exact`.
template <class T>
void matmul(const Context& context, bool transpose_a, bool transpose_b, Index m, Index n, Index k,
            const T* a, const T* b, T* c, bool exact = false);

}  // namespace mien::cuda
