#pragma once

#include <functional>

#include "models/loss_term.h"
#include "models/recipe.h"

namespace mien {

// What the steps of recipes have in common.

/// The parameters of a module, as `gradients` wants them.
std::vector<Variable> variables(const Module& module);

/// Gradients, and whether their norm is finite: one float32, 1 or 0, where they are. Nobody waits
/// for it: it can close an optimiser's gate.
struct GatedGradients {
  std::vector<Variable> values;
  Tensor finite;
};
GatedGradients gated_gradients(const Variable& loss, const std::vector<Variable>& inputs);

/// Gradients of `loss()` by `inputs`. Where the loss or a gradient is not finite, everything is
/// computed once more under a guard that throws NonFiniteError at the first op that is at fault.
std::vector<Variable> checked_gradients(const std::function<Variable()>& loss,
                                        const std::vector<Variable>& inputs);

/// One line for each term: its share of the gradient's norm by `inputs`, and a warning for a share
/// below 0.1 %. `of` names the network. Keeps the graph.
std::vector<std::string> gradient_shares(const std::string& of, const std::vector<LossTerm>& terms,
                                         const std::vector<Variable>& inputs);

/// Puts running statistics back that a look at the losses has moved, when it goes.
class RestoreBuffers {
 public:
  explicit RestoreBuffers(const std::vector<Recipe::NamedModule>& networks);
  ~RestoreBuffers();
  RestoreBuffers(const RestoreBuffers&) = delete;
  RestoreBuffers& operator=(const RestoreBuffers&) = delete;

 private:
  std::vector<std::pair<Tensor, Tensor>> kept_;
};

}  // namespace mien
