#pragma once

#include <complex>
#include <span>
#include <vector>

#include "tensor/check.h"

namespace mien {

using ComplexPlane = std::vector<std::complex<double>>;

/// Discrete Fourier transform in two dimensions, and its inverse:
///
///   spectrum(v, u) = Σ_h Σ_w plane(h, w) exp(-2πi (u h / height + v w / width))
///
///   plane   height * width values, row by row      spectrum   [width, height]: transposed
///
/// Any sides are right; those with large prime factors are slow. Calls may run at the same time.
ComplexPlane fourier(std::span<const double> plane, Index height, Index width);
ComplexPlane inverse_fourier(const ComplexPlane& spectrum, Index height, Index width);

}  // namespace mien
