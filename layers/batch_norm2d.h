#pragma once

#include "autograd/ops/channel_moments.h"
#include "layers/module.h"

namespace mien {

/// Normalises each channel over batch and space: y = weight (x - mean) / sqrt(var + epsilon) +
/// bias.
///
///   x  [N, H, W, C] or [N, C]      weight, bias  [C]      returns the shape of x
///
/// In training the mean and (biased) variance are those of the batch, and running averages move by
/// new = (1 - momentum) old + momentum batch, with the unbiased variance. In evaluation the running
/// averages are used, unless `always_batch_statistics`. A single value per channel (a 1x1 map,
/// batch of one) has no variance: in training it gives y = bias and leaves the averages. weight
/// starts at 1, bias at 0, or as the options say. Ioffe and Szegedy, "Batch Normalization", ICML
/// 2015.
class BatchNorm2d : public Module {
 public:
  struct Options {
    Index channels = 0;
    double epsilon = 1e-5;
    double momentum = 0.1;
    bool always_batch_statistics = false;
    double slope = 1;  ///< of a leaky ReLU that follows in the same pass; 0 is ReLU, 1 none
    Initializer weight_init = init::constant(1);
  };

  /// Throws std::invalid_argument unless channels is positive.
  explicit BatchNorm2d(const Options& options);

  /// Of x + shift, where a shift [C] is given: the sum is not written. The moments of x need no
  /// pass where they are given.
  Variable operator()(Variable x, const Variable& shift = {}, const ChannelMoments& moments = {});

  /// The norm of what a convolution gives, whose bias is added here: (*this)(layer(x)). On the CPU
  /// the convolution's own pass finds the moments of the batch.
  template <class Convolution, class Maps>
  Variable behind(const Convolution& layer, Maps&& x) {
    ChannelMoments moments;
    Variable sums = layer.sums(std::forward<Maps>(x), asks_for_moments() ? &moments : nullptr);
    return (*this)(std::move(sums), layer.bias(), moments);
  }

 private:
  bool asks_for_moments() const;

  Options options_;
  Variable &weight_, &bias_;
  Tensor &running_mean_, &running_var_;
};

}  // namespace mien
