#pragma once

#include "cuda/context.h"
#include "tensor/bfloat16.h"
#include "tensor/norm_geometry.h"

namespace mien::cuda {

/// Mean and biased variance over the rows.      x  [G, R, C]      mean, variance  [G, C]
///
/// One pass, the sums of x and x^2 in double, in a fixed order (Note [Sums over rows]). Assigns
/// both, and moves `running` towards those of the one group there then is.
template <class T>
void batch_moments(const Context& context, const NormGeometry& geometry, const T* x, Wide<T>* mean,
                   Wide<T>* variance, const RunningMoments<Wide<T>>& running);

/// Moves `running` towards statistics [C] of a batch that are known.
template <class T>
void move_running(const Context& context, const NormGeometry& geometry, const T* mean,
                  const T* variance, const RunningMoments<T>& running);

/// y = gamma (x - mean) / sqrt(variance + epsilon) + beta. Assigns y.
template <class T>
void batch_norm(const Context& context, const NormGeometry& geometry,
                const NormParameters<Wide<T>>& p, const T* x, T* y);

/// The gradients of `batch_norm`, where mean and variance are those of x, or constants. Assigns
/// dx [G, R, C], dgamma [C] and dbeta [C]; those that are null are left out.
template <class T>
void batch_norm_backward(const Context& context, const NormGeometry& geometry,
                         const NormParameters<Wide<T>>& p, bool constant_statistics, const T* x,
                         const T* dy, T* dx, Wide<T>* dgamma, Wide<T>* dbeta);

}  // namespace mien::cuda
