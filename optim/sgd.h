#pragma once

#include "optim/optimizer.h"

namespace mien {

/// Stochastic gradient descent, with momentum if wanted.
///
///   g <- g + weight_decay w
///   v <- momentum v + g              (v starts at 0)
///   w <- w - learning_rate v         or, with nesterov,  w - learning_rate (g + momentum v)
///
/// Note that v holds gradients, not steps: a changed learning rate acts at once.
/// Sutskever et al., "On the importance of initialization and momentum in deep learning", ICML
/// 2013.
class Sgd : public Optimizer {
 public:
  struct Options {
    double learning_rate = 1e-2;
    double momentum = 0;      ///< in [0, 1)
    bool nesterov = false;    ///< look ahead along v; needs momentum
    double weight_decay = 0;  ///< not negative
  };

  explicit Sgd(std::vector<NamedParameter> parameters) : Sgd(std::move(parameters), Options()) {}
  /// Throws std::invalid_argument for options out of range.
  Sgd(std::vector<NamedParameter> parameters, Options options);

  std::vector<double> step_constants() const override { return {learning_rate()}; }

 private:
  void update(const std::vector<Tensor>& gradients, const Tensor& gate) override;

  Options options_;
  std::vector<Tensor>* velocity_ = nullptr;  // without momentum there is none
};

}  // namespace mien
