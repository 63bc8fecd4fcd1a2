#pragma once

#include "cpu/context.h"

namespace mien::cpu {

/// The row-major matrix product c = op(a) op(b). Assigns c.
///
///   op(a)  [m, k]  stored [k, m] if transpose_a      op(b)  [k, n]  stored [n, k] if transpose_b
///
/// Rows of c are cut into blocks that depend on the shape alone; each is one single-threaded
/// product (Note [Same bits for any number of threads]). No factor is rounded, `exact` or not.
template <class T>
void matmul(const Context& context, bool transpose_a, bool transpose_b, Index m, Index n, Index k,
            const T* a, const T* b, T* c, bool exact = false);

}  // namespace mien::cpu
