#pragma once

#include "tensor/tensor.h"

namespace mien {

/// Fréchet distance of two sets of features, each taken for a sample of a normal distribution:
///
///   |μx - μy|² + tr(Σx + Σy - 2 (Σx Σy)^½)
///
/// with means μ and covariances Σ (over N - 1). On the 2048 pooled features of an Inception network
/// it is the FID. With fewer samples than features the covariances are singular and the estimate is
/// too high: numbers compare at equal N and M only. Computed in double, to about 1e-7 of the
/// traces.
///
///   x [N, D], y [M, D]   float32 or float64; N, M >= 2
///
/// Throws std::invalid_argument for other shapes or types, and for values that are not finite.
/// Heusel et al., "GANs Trained by a Two Time-Scale Update Rule Converge to a Local Nash
/// Equilibrium", NIPS 2017, eq. (6).
double frechet_distance(const Tensor& x, const Tensor& y);

}  // namespace mien
