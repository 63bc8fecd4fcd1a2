#pragma once

#include "cpu/context.h"
#include "tensor/norm_geometry.h"

namespace mien::cpu {

/// Mean and biased variance over the rows.      x  [G, R, C]      mean, variance  [G, C]
///
/// Rows are cut into chunks that stay in the cache for two passes (Note [Moments of blocks]).
/// Assigns both, and moves `running` towards those of the one group there then is.
template <class T>
void batch_moments(const Context& context, const NormGeometry& geometry, const T* x, T* mean,
                   T* variance, const RunningMoments<T>& running);

/// Moves `running` towards statistics [C] of a batch that are known.
template <class T>
void move_running(const Context& context, const NormGeometry& geometry, const T* mean,
                  const T* variance, const RunningMoments<T>& running);

/// y = rectified(gamma (x - mean) / sqrt(variance + epsilon) + beta), where rectified(v) is v above
/// 0 and p.slope v elsewhere. Assigns y, which may be x.
template <class T>
void batch_norm(const Context& context, const NormGeometry& geometry, const NormParameters<T>& p,
                const T* x, T* y);

/// The gradients of `batch_norm`, where mean and variance are those of x, or constants: one pass
/// over x and dy for the sums, one for dx. Assigns dx [G, R, C], dgamma [C] and dbeta [C]; those
/// that are null are left out.
template <class T>
void batch_norm_backward(const Context& context, const NormGeometry& geometry,
                         const NormParameters<T>& p, bool constant_statistics, const T* x,
                         const T* dy, T* dx, T* dgamma, T* dbeta);

}  // namespace mien::cpu
