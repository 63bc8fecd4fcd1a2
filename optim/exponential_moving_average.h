#pragma once

#include "optim/optimizer.h"

namespace mien {

/// Averages of parameters over training, which are often better than the last values.
///
///   average <- d average + (1 - d) w,      d = min(decay, (1 + t) / (10 + t))
///
/// with t updates before this one; without warm_up d = decay. The average starts at w.
/// Running statistics of batch norm are not parameters: whoever evaluates with averages either
/// recomputes them or keeps those of the last step.
/// Polyak and Juditsky, "Acceleration of stochastic approximation by averaging", 1992.
class ExponentialMovingAverage {
 public:
  struct Options {
    double decay = 0.999;  ///< in [0, 1)
    bool warm_up = true;   ///< forget the start faster
  };

  explicit ExponentialMovingAverage(std::vector<NamedParameter> parameters)
      : ExponentialMovingAverage(std::move(parameters), Options()) {}
  /// Throws std::invalid_argument for a decay out of range.
  ExponentialMovingAverage(std::vector<NamedParameter> parameters, Options options);

  /// Takes the current values in; to be called after each optimiser step.
  void update();

  /// Exchanges averages and values, in place: once to evaluate with the averages, once more to go
  /// on training. `update` and `state` throw std::logic_error in between.
  void swap();

  /// "average/NAME" for each parameter, and the counter "updates".
  OptimizerState state() const;

  /// Throws std::invalid_argument for a state of other parameters; then nothing was changed.
  void load_state(const OptimizerState& state);

 private:
  void check_not_swapped(const char* what) const;

  std::vector<NamedParameter> parameters_;
  std::vector<Tensor> averages_;
  Options options_;
  Index updates_ = 0;
  bool swapped_ = false;
};

}  // namespace mien
