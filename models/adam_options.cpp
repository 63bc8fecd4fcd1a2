#include "models/adam_options.h"

namespace mien {

void declare_adam(OptionTable& table, Adam::Options& o) {
  const OptionRange share = between(0, 1);
  table.add("optimizer.learning_rate", o.learning_rate, "step size at the start", above(0));
  table.add("optimizer.adam_beta1", o.beta1, "memory of the mean gradient", share);
  table.add("optimizer.adam_beta2", o.beta2, "memory of the squared gradient", share);
}

std::unique_ptr<Optimizer> make_adam(const Module& module, const Adam::Options& options) {
  return std::make_unique<Adam>(module.parameters(), options);
}

}  // namespace mien
