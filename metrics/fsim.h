#pragma once

#include "tensor/tensor.h"

namespace mien {

/// FSIM on grey, and FSIMc in colour.
struct FeatureSimilarity {
  double grey = 0, color = 0;
};

/// Feature similarity of two 8-bit images. With the phase congruencies P, Q of the two
/// (`PhaseCongruency`) and their gradients' lengths G, H (Scharr's kernels, over 16),
///
///   grey = Σ S(P, Q; 0.85) S(G, H; 160) max(P, Q) / Σ max(P, Q),
///   S(a, b; c) = (2ab + c) / (a² + b² + c)
///
/// on the unrounded grey Y = 0.299 R + 0.587 G + 0.114 B. `color` also multiplies by (S(I, I'; 200)
/// S(Q, Q'; 200))^0.03 of the colours I, Q of NTSC, of a negative product by the power's real part.
/// First, images whose smaller side is F · 256 pixels, F rounded to the nearest number, are reduced
/// to every F-th pixel of their F × F means (zeros beyond the border). Identical images give 1.
/// Computed in double.
///
///   image, reference   uint8 [H, W, 3], RGB
///
/// Where neither image has any congruency (flat ones, to which the paper gives no number), all
/// pixels weigh the same.
/// Throws std::invalid_argument for other shapes or types, unequal sizes and sides below 2.
/// Zhang et al., "FSIM: A Feature Similarity Index for Image Quality Assessment", IEEE TIP 2011,
/// eqs. (4)-(10); constants and borders are those of the authors' code.
FeatureSimilarity fsim(const Tensor& image, const Tensor& reference);

}  // namespace mien
