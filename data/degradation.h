#pragma once

#include "tensor/random.h"
#include "tensor/tensor.h"

namespace mien {

/// What happened to a photograph on its way: blurred, reduced, noisy, compressed.
struct Degradation {
  double blur = 0;   ///< rho, deviation of the Gaussian in pixels of the full size; 0 is none
  double scale = 1;  ///< s, by which height and width are divided; 1 is none
  double noise = 0;  ///< sigma, deviation of the noise on the scale 0 to 255; 0 is none
  int quality = 0;   ///< q of JPEG, 1 to 100; 0 is no compression
};

/// The image so degraded, at its old size:
///
///   JPEG_q( (image * k_rho) reduced by s + n_sigma )  enlarged
///
///   image  uint8 [H, W, 3]      returns uint8 [H, W, 3]
///
/// The Gaussian has 2 ceil(3 rho) + 1 taps and borders are replicated. Sizes are cut, H / s to
/// int(H / s), at least 1; reduction is antialiased bicubic, enlargement bicubic (`resize`). Noise
/// is normal, independent for each value: draws of `random` from 0 on; the sum is rounded to 8
/// bits. JPEG has libjpeg's tables for the quality, with half as many rows and columns of colour up
/// to quality 90. What a step leaves as it is (rho = 0 and so on) is skipped.
///
/// Throws std::invalid_argument for another type or numbers out of range (scale below 1).
/// Li et al., "Learning Warped Guidance for Blind Face Restoration", ECCV 2018, eq. (4).
Tensor degrade(const Tensor& image, const Degradation& degradation, const Random& random);

/// The sets that degradations are drawn from. Defaults are those of GFRNet:
///
///   rho in {0} and {1, 1.1, ..., 3}    s in {1, 1.1, ..., 8}
///   sigma in {0, 1, ..., 7}            q in {0} and {10, 11, ..., 40}
///
/// Each is drawn uniformly from its set, so that 0 is as likely as any other member.
struct DegradationOptions {
  bool blur = true, noise = true, jpeg = true;  ///< false: never, for the paper's third ablation
  double min_scale = 1, max_scale = 8;          ///< equal ones fix s; steps of 0.1 from min_scale
};

/// Draws 0 to 3 of `random` decide. Throws std::invalid_argument unless 1 <= min_scale <=
/// max_scale.
Degradation draw_degradation(const Random& random, const DegradationOptions& options = {});

}  // namespace mien
