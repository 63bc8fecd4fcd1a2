#pragma once

#include "losses/reduction.h"

namespace mien {

/// How much neighbouring pixels differ, squared, per channel.
///
///   sum   sum of (x[i+1, j] - x[i, j])^2 + sum of (x[i, j+1] - x[i, j])^2
///   mean  each of the two sums divided by its own count of differences
///
///   x  [N, H, W, C]      returns a scalar
///
/// For a flow that reads every pixel at its own place, [1, 256, 256, 2] in [-1, 1], the sum is
/// about 8.03 and the mean about 6.2e-5: such a flow has a slope. Subtract it first where only
/// deviations from it should cost.
/// Throws std::invalid_argument for another rank, or unless H and W are at least 2.
/// Rudin, Osher and Fatemi, "Nonlinear total variation based noise removal algorithms", 1992, with
/// squares; eq. (10) of Li et al., "Learning Warped Guidance for Blind Face Restoration", ECCV
/// 2018, prints the sum; its code takes the mean.
Variable total_variation_loss(const Variable& x, Reduction reduction = Reduction::mean);

}  // namespace mien
