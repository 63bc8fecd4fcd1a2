#pragma once

#include "optim/optimizer.h"

namespace mien {

/// Gradient descent that divides each element of the gradient by its recent root mean square.
///
///   m <- decay m + (1 - decay) g^2                  (m starts at 0, no bias correction)
///   w <- w - learning_rate g / (sqrt(m) + epsilon)  or, inside the root,  g / sqrt(m + epsilon)
///
/// Note [Warm-up of RMSprop]
/// Since m starts at 0, the first steps are up to 1 / sqrt(1 - decay) times too long. The face
/// recovery papers' code walks carefully instead: the learning rate is divided by 50 during the
/// first 50 calls and by 5 during the next 50. Calls that a gate skipped count as well, but leave
/// m as it is (Note [Gate of an optimiser step]).
///
/// Three readings, as Options:
///   Options()         what the papers' code does: decay 0.9, epsilon outside, with warm-up
///   as_written(rate)  what the FDNN and IFRP texts say taken literally: decay 0.01, epsilon
///                     inside, no warm-up. Each step is then about rate * sign(g)
///   plain(rate)       no warm-up, decay 0.99: the usual library default, as in PyTorch
///
/// Tieleman and Hinton, "Lecture 6.5 - rmsprop", 2012.
class RmsProp : public Optimizer {
 public:
  struct Options {
    double learning_rate = 1e-3;
    double decay = 0.9;     ///< in [0, 1)
    double epsilon = 1e-8;  ///< positive
    bool epsilon_inside_root = false;
    bool warm_up = true;
  };
  static Options as_written(double learning_rate);
  static Options plain(double learning_rate);

  explicit RmsProp(std::vector<NamedParameter> parameters)
      : RmsProp(std::move(parameters), Options()) {}
  /// Throws std::invalid_argument for options out of range.
  RmsProp(std::vector<NamedParameter> parameters, Options options);

  /// The learning rate of the next step, after warm-up.
  double effective_learning_rate() const;
  std::vector<double> step_constants() const override { return {effective_learning_rate()}; }

 private:
  void update(const std::vector<Tensor>& gradients, const Tensor& gate) override;

  Options options_;
  std::vector<Tensor>& mean_square_;
};

}  // namespace mien
