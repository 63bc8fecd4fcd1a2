#include "models/training_step.h"

#include <cmath>
#include <iomanip>

#include "autograd/engine.h"
#include "autograd/nonfinite.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/reshape.h"
#include "autograd/ops/slice.h"
#include "autograd/ops/sum.h"

namespace mien {
namespace {

constexpr double kInvisible = 1e-3;  // a smaller share of the gradient is worth a warning

}  // namespace

std::vector<Variable> variables(const Module& module) {
  std::vector<Variable> all;
  for (const auto& entry : module.parameters()) all.push_back(entry.variable);
  return all;
}

double gradient_norm(const std::vector<Variable>& gradients) {
  if (gradients.empty()) return 0;
  std::vector<Variable> squares;
  for (const auto& g : gradients) squares.push_back(reshape(sum(g * g), {1}));
  // All at once: each look at a card's number waits for everything it has to do.
  const Tensor host = concat(squares, 0).value().to(kCpu).to(DType::float64);
  double total = 0;
  for (const double square : host.span<double>()) total += square;
  return std::sqrt(total);
}

std::vector<Variable> checked_gradients(const std::function<Variable()>& loss,
                                        const std::vector<Variable>& inputs) {
  std::vector<Variable> result = gradients({loss()}, inputs);
  if (std::isfinite(gradient_norm(result))) return result;
  const NonFiniteGuard guard;
  result = gradients({loss()}, inputs);
  throw NonFiniteError("the norm of the gradients overflows");
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
    for (const auto& entry : module->state()) {
      kept_.push_back({entry.tensor, entry.tensor.clone()});
    }
  }
}

RestoreBuffers::~RestoreBuffers() {
  for (auto& [tensor, before] : kept_) tensor.copy_from(before);
}

}  // namespace mien
