#pragma once

#include <functional>
#include <vector>

#include "autograd/gradient_check.h"
#include "layers/module.h"

namespace mien {

/// The gradient problem of a network: `inputs` and all its parameters vary. Converts the network to
/// float64 and draws its parameters, those that start at 0 or 1 too.
inline GradientProblem module_problem(Module& net, std::vector<Variable> inputs,
                                      std::function<Variable()> function) {
  net.to(DType::float64);
  for (const auto& [name, variable] : net.parameters()) {
    Tensor values = variable.value();
    values.copy_from(random_normal(values.shape(), Random(1, name), 0, 0.5, DType::float64));
    inputs.push_back(variable);
  }
  return {std::move(inputs), std::move(function)};
}

}  // namespace mien
