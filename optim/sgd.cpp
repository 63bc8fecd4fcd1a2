#include "optim/sgd.h"

#include "optim/update.h"
#include "tensor/functors/update_rules.h"

namespace mien {

Sgd::Sgd(std::vector<NamedParameter> parameters, Options options)
    : Optimizer(std::move(parameters), options.learning_rate), options_(options) {
  check(options.momentum >= 0 && options.momentum < 1, "sgd: momentum must be in [0, 1), got ",
        options.momentum);
  check(options.weight_decay >= 0, "sgd: weight_decay must not be negative, got ",
        options.weight_decay);
  check(!options.nesterov || options.momentum > 0, "sgd: nesterov needs momentum above 0");
  if (options.momentum > 0) velocity_ = &add_slot("velocity");
}

void Sgd::update(const std::vector<Tensor>& gradients, const Tensor& gate) {
  const auto& [_, momentum, nesterov, weight_decay] = options_;
  if (velocity_) {
    update_elements(functors::MomentumStep{learning_rate(), weight_decay, momentum, nesterov},
                    values_of(parameters_), gradients, gate, *velocity_);
  } else {
    update_elements(functors::SgdStep{learning_rate(), weight_decay}, values_of(parameters_),
                    gradients, gate);
  }
}

}  // namespace mien
