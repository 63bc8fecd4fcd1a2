#pragma once

#include "layers/batch_norm2d.h"
#include "layers/conv2d.h"
#include "layers/linear.h"

namespace mien {

/// DN, the discriminative network: tells real faces from recovered ones.
///
///   x  [N, S, S, 3] in [-1, 1]      returns logits [N, 1]; the paper's sigmoid is in the losses
///
/// Four times convolution, 2x2 max pooling, batch norm, leaky ReLU (0.2), then two linear layers.
/// 6,663,457 parameters at 128x128. Source: the released code of IFRP, which FDNN shares.
class Discriminator : public Module {
 public:
  struct Options {
    Index size = 128;         ///< S, a multiple of 16
    Index width_divisor = 1;  ///< all widths are divided by it
    bool batch_norm = true;   ///< without: the reading of FDNN's text
  };
  explicit Discriminator(const Options& options);

  Variable operator()(const Variable& x);

 private:
  struct Stage {
    Conv2d* conv;
    BatchNorm2d* norm;  // may be null
  };
  Options options_;
  std::vector<Stage> stages_;
  Linear *fc1_, *fc2_;
};

}  // namespace mien
