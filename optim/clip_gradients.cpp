#include "optim/clip_gradients.h"

#include <cmath>

#include "autograd/grad_mode.h"
#include "autograd/node.h"
#include "autograd/nonfinite.h"
#include "autograd/ops/arithmetic.h"
#include "optim/gradient_norm.h"

namespace mien {

double clip_gradients(std::vector<Variable>& gradients, double max_norm) {
  check(max_norm > 0, "clip_gradients: max_norm must be positive, got ", max_norm);
  const NoGrad guard;
  const double norm = gradient_norm(gradients);
  if (!std::isfinite(norm)) {
    throw NonFiniteError(text("clip_gradients: the norm of the gradients is ", norm));
  }
  const double factor = max_norm / (norm + 1e-6);
  if (factor < 1) {
    for (Variable& g : gradients) g = g * factor;
  }
  return norm;
}

double clip_gradients(const std::vector<NamedParameter>& parameters, double max_norm) {
  std::vector<Node*> leaves;
  std::vector<Variable> gradients;
  for (const auto& parameter : parameters) {
    if (!parameter.variable.grad().defined()) continue;
    leaves.push_back(parameter.variable.node().get());
    gradients.push_back(parameter.variable.grad());
  }
  const double norm = clip_gradients(gradients, max_norm);
  for (std::size_t i = 0; i < leaves.size(); ++i) leaves[i]->grad = gradients[i];
  return norm;
}

}  // namespace mien
