#pragma once

#include "autograd/ops/channel_moments.h"
#include "autograd/variable.h"

namespace mien {

/// Where the mean and variance of batch norm come from.
enum class BatchNormMode {
  training,         ///< the batch; running statistics move towards it
  evaluation,       ///< the running statistics
  batch_statistics  ///< the batch; running statistics are neither read nor written
};

struct BatchNormOptions {
  BatchNormMode mode = BatchNormMode::training;
  double momentum = 0.1;        ///< share of the batch in the new running statistics, in [0, 1]
  double epsilon = 1e-5;        ///< added to the variance, under the root
  double slope = 1;             ///< of a leaky rectifier that follows, at least 0; 1 is none
  Variable shift = {};          ///< [C], or undefined: what is normalised is x + shift
  ChannelMoments moments = {};  ///< those of x, where they are known and need no pass
};

/// Normalises each channel over all images and pixels, then scales and shifts it:
///
///   y = gamma (x - mean) / sqrt(variance + epsilon) + beta
///
/// and, in the same pass, multiplies what is not above 0 by options.slope: leaky_relu(y, slope).
///
///   x  [N, H, W, C] or [N, C]      gamma, beta, running_mean, running_variance  [C]
///
/// The batch's variance divides by the count M of values per channel. In training the running
/// statistics become (1 - momentum) old + momentum batch, with the unbiased variance (division by
/// M - 1); they are state, not part of the graph, and start at 0 and 1.
///
/// Throws std::invalid_argument for wrong shapes or dtypes and options out of range; in training
/// also when M is 1, since one value has no variance. With `batch_statistics` M == 1 is allowed and
/// y = beta (a 1 x 1 image in a network that normalises by the batch at test time).
///
/// With a shift, a convolution's bias say, the sum is not written: the batch's statistics know it,
/// as it moves the mean by as much and leaves the variance. What the batch normalises does not
/// depend on it, so that its gradient is zero but in evaluation.
///
/// On a card x may be stored in bfloat16: y is then, too, while the rest stays float32.
///
/// While nothing is recorded, y takes the memory of an x that nobody else holds.
/// Ioffe and Szegedy, "Batch Normalization", ICML 2015, algorithms 1 and 2.
Variable batch_norm(Variable x, const Variable& gamma, const Variable& beta, Tensor& running_mean,
                    Tensor& running_variance, const BatchNormOptions& options = {});

/// Normalises each channel of each image over its pixels:
///
///   y = (x - mean) / sqrt(variance + epsilon)
///
///   x  [N, H, W, C]      returns [N, H, W, C]
///
/// An image of one pixel gives zeros. Throws std::invalid_argument for another rank or an image
/// without pixels.
/// Ulyanov et al., "Instance Normalization", 2016.
Variable instance_norm(const Variable& x, double epsilon = 1e-5);

/// The same, scaled and shifted: gamma y + beta.      gamma, beta  [C]
Variable instance_norm(const Variable& x, const Variable& gamma, const Variable& beta,
                       double epsilon = 1e-5);

}  // namespace mien
