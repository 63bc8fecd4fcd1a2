#pragma once

#include "models/loss_term.h"
#include "models/recipe.h"

namespace mien {

// What recipes have in common when they look at networks and gradients beside a step.

/// The parameters of a module, as `gradients` wants them.
std::vector<Variable> variables(const Module& module);

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
