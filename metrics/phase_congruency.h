#pragma once

#include <array>
#include <span>
#include <vector>

#include "tensor/check.h"

namespace mien {

/// Phase congruency of planes of one size: where, whatever the contrast, the Fourier components are
/// in phase (edges, lines, corners). With the responses e + io of a plane to log-Gabor filters of
/// 4 scales (wavelengths 6, 12, 24, 48 pixels) in each of 4 orientations,
///
///   pc = Σ_orientations max(energy - T, 0) / Σ_orientations Σ_scales |e + io|
///   energy = Σ_scales (e ē + o ō - |e ō - o ē|),   (ē, ō) = (Σe, Σo) / (|(Σe, Σo)| + 1e-4)
///
/// and T the threshold that noise passes, estimated from the median response of the smallest scale.
/// The filters are made once, for the size. Calls may run at the same time.
///
///   plane   height * width values, row by row      returns as many, in [0, 1]; 0 where all is flat
///
/// Throws std::invalid_argument for sides below 2 and planes of another size.
/// Kovesi, "Image features from phase congruency", Videre 1999, with the constants of Zhang et al.,
/// "FSIM", IEEE TIP 2011: σ on f 0.55, angular σ (π / 4) / 1.2, k = 2, T over 1.7; the frequencies
/// of an odd side n are those of its authors' code, multiples of 1 / (n - 1).
class PhaseCongruency {
 public:
  PhaseCongruency(Index height, Index width);

  std::vector<double> operator()(std::span<const double> plane) const;

 private:
  static constexpr int kScales = 4, kOrientations = 4;

  struct Orientation {
    std::array<std::vector<double>, kScales> filters;  // [width, height], zero frequency first
    double noise_gain;  // T over the root of the median of |e + io|² at the smallest scale
  };

  double noise_gain_of(const Orientation& orientation) const;

  Index height_, width_;
  std::array<Orientation, kOrientations> orientations_;
};

}  // namespace mien
