#include "models/training_step.h"

#include <iomanip>

#include "autograd/engine.h"
#include "autograd/ops/arithmetic.h"
#include "optim/gradient_norm.h"

namespace mien {
namespace {

constexpr double kInvisible = 1e-3;  // a smaller share of the gradient is worth a warning

}  // namespace

std::vector<Variable> variables(const Module& module) {
  std::vector<Variable> all;
  for (const auto& entry : module.parameters()) all.push_back(entry.variable);
  return all;
}

std::vector<std::string> gradient_shares(const std::string& of, const std::vector<LossTerm>& terms,
                                         const std::vector<Variable>& inputs) {
  std::vector<double> norms;
  double all = 0;
  for (const auto& [name, weight, value] : terms) {
    norms.push_back(gradient_norm(gradients({value * weight}, inputs, {}, {.retain_graph = true})));
    all += norms.back();
  }
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const double share = all > 0 ? norms[i] / all : 0;
    lines.push_back(text("share of ", of, "'s gradient norm: ", terms[i].name, " ",
                         std::setprecision(3), 100 * share, " %"));
    if (share < kInvisible) {
      lines.push_back(text("warning: the ", terms[i].name, " term hardly acts; its weight ",
                           terms[i].weight, " may belong to another input range"));
    }
  }
  return lines;
}

RestoreBuffers::RestoreBuffers(const std::vector<Recipe::NamedModule>& networks) {
  for (const auto& [name, module] : networks) {
    for (const Tensor& buffer : module->buffers()) kept_.push_back({buffer, buffer.clone()});
  }
}

RestoreBuffers::~RestoreBuffers() {
  for (auto& [tensor, before] : kept_) tensor.copy_from(before);
}

}  // namespace mien
