#include "optim/adam.h"

#include <cmath>

#include "optim/update.h"
#include "tensor/functors/update_rules.h"

namespace mien {

Adam::Adam(std::vector<NamedParameter> parameters, Options options)
    : Adam(std::move(parameters), options, Decay::in_gradient) {}

Adam::Adam(std::vector<NamedParameter> parameters, Options options, Decay decay)
    : Optimizer(std::move(parameters), options.learning_rate),
      options_(options),
      decay_(decay),
      first_moment_(add_slot("first_moment")),
      second_moment_(add_slot("second_moment")) {
  const auto& [_, beta1, beta2, epsilon, weight_decay] = options;
  check(beta1 >= 0 && beta1 < 1, "adam: beta1 must be in [0, 1), got ", beta1);
  check(beta2 >= 0 && beta2 < 1, "adam: beta2 must be in [0, 1), got ", beta2);
  check(epsilon > 0, "adam: epsilon must be positive, got ", epsilon);
  check(weight_decay >= 0, "adam: weight_decay must not be negative, got ", weight_decay);
}

functors::AdamStep Adam::next_step() const {
  const auto& [_, beta1, beta2, epsilon, weight_decay] = options_;
  const bool decoupled = decay_ == Decay::of_weight;
  const double t = static_cast<double>(updates() + 1);
  return {.step_size = learning_rate() / (1 - std::pow(beta1, t)),
          .root_size = 1 / std::sqrt(1 - std::pow(beta2, t)),
          .beta1 = beta1,
          .beta2 = beta2,
          .epsilon = epsilon,
          .weight_decay = decoupled ? 0 : weight_decay,
          .shrink = decoupled ? 1 - learning_rate() * weight_decay : 1};
}

std::vector<double> Adam::step_constants() const {
  const functors::AdamStep step = next_step();
  return {step.step_size, step.root_size, step.shrink};
}

void Adam::update(const std::vector<Tensor>& gradients, const Tensor& gate) {
  update_elements(next_step(), values_of(parameters_), gradients, gate, first_moment_,
                  second_moment_);
}

}  // namespace mien
