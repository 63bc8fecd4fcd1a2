#include "optim/rmsprop.h"

#include "optim/update.h"
#include "tensor/functors/update_rules.h"

namespace mien {

RmsProp::Options RmsProp::as_written(double learning_rate) {
  return {
      .learning_rate = learning_rate, .decay = 0.01, .epsilon_inside_root = true, .warm_up = false};
}

RmsProp::Options RmsProp::plain(double learning_rate) {
  return {.learning_rate = learning_rate, .decay = 0.99, .warm_up = false};
}

RmsProp::RmsProp(std::vector<NamedParameter> parameters, Options options)
    : Optimizer(std::move(parameters), options.learning_rate),
      options_(options),
      mean_square_(add_slot("mean_square")) {
  check(options.decay >= 0 && options.decay < 1, "rmsprop: decay must be in [0, 1), got ",
        options.decay);
  check(options.epsilon > 0, "rmsprop: epsilon must be positive, got ", options.epsilon);
}

double RmsProp::effective_learning_rate() const {
  if (!options_.warm_up) return learning_rate();
  if (calls() < 50) return learning_rate() / 50;
  if (calls() < 100) return learning_rate() / 5;
  return learning_rate();
}

void RmsProp::update(const std::vector<Tensor>& gradients, const Tensor& gate) {
  update_elements(functors::RmsPropStep{effective_learning_rate(), options_.decay, options_.epsilon,
                                        options_.epsilon_inside_root},
                  values_of(parameters_), gradients, gate, mean_square_);
}

}  // namespace mien
