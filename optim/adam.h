#pragma once

#include "optim/optimizer.h"

namespace mien {

/// Gradient descent with running means of the gradient and of its square.
///
///   g <- g + weight_decay w
///   m <- beta1 m + (1 - beta1) g             v <- beta2 v + (1 - beta2) g^2
///   w <- w - learning_rate m' / (sqrt(v') + epsilon)
///
/// with m' = m / (1 - beta1^t) and v' = v / (1 - beta2^t) at the t-th update, which takes back that
/// both start at 0. Steps that a gate skipped do not count towards t.
/// Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, algorithm 1.
class Adam : public Optimizer {
 public:
  struct Options {
    double learning_rate = 1e-3;
    double beta1 = 0.9;       ///< in [0, 1)
    double beta2 = 0.999;     ///< in [0, 1)
    double epsilon = 1e-8;    ///< positive
    double weight_decay = 0;  ///< not negative
  };

  explicit Adam(std::vector<NamedParameter> parameters) : Adam(std::move(parameters), Options()) {}
  /// Throws std::invalid_argument for options out of range.
  Adam(std::vector<NamedParameter> parameters, Options options);

 protected:
  enum class Decay { in_gradient, of_weight };
  Adam(std::vector<NamedParameter> parameters, Options options, Decay decay);

  /// Without the correction of the moments' bias: it follows from the count of updates, which is
  /// read where the weights are.
  std::vector<double> step_constants() const override { return {learning_rate(), shrink()}; }

 private:
  double shrink() const;
  void update(const std::vector<Tensor>& gradients, const Tensor& gate) override;

  Options options_;
  Decay decay_;
  std::vector<Tensor>&first_moment_, &second_moment_;
};

}  // namespace mien
