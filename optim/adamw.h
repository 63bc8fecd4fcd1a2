#pragma once

#include "optim/adam.h"

namespace mien {

/// Adam with weight decay that does not pass through the running means:
///
///   w <- (1 - learning_rate weight_decay) w,  then Adam's step without weight decay.
///
/// Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019, algorithm 2, with the
/// schedule multiplier taken to be the learning rate, as is usual.
class AdamW : public Adam {
 public:
  struct Options {
    double learning_rate = 1e-3;
    double beta1 = 0.9;          ///< in [0, 1)
    double beta2 = 0.999;        ///< in [0, 1)
    double epsilon = 1e-8;       ///< positive
    double weight_decay = 1e-2;  ///< not negative
  };

  explicit AdamW(std::vector<NamedParameter> parameters)
      : AdamW(std::move(parameters), Options()) {}
  /// Throws std::invalid_argument for options out of range.
  AdamW(std::vector<NamedParameter> parameters, Options options);
};

}  // namespace mien
