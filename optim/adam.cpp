#include "optim/adam.h"

#include "autograd/map.h"
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

double Adam::shrink() const {
  return decay_ == Decay::of_weight ? 1 - learning_rate() * options_.weight_decay : 1;
}

void Adam::update(const std::vector<Tensor>& gradients, const Tensor& gate) {
  const auto& [_, beta1, beta2, epsilon, weight_decay] = options_;
  const Tensor step_size = map("adam", functors::AdamStepSize{learning_rate(), beta1}, updates());
  const Tensor root_size = map("adam", functors::AdamRootSize{beta2}, updates());
  const functors::AdamStep step{.step_size = step_size.data<double>(),
                                .root_size = root_size.data<double>(),
                                .beta1 = beta1,
                                .beta2 = beta2,
                                .epsilon = epsilon,
                                .weight_decay = decay_ == Decay::of_weight ? 0 : weight_decay,
                                .shrink = shrink()};
  update_elements(step, values_of(parameters_), gradients, gate, first_moment_, second_moment_);
}

}  // namespace mien
