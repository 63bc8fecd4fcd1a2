#include "autograd/from_op.h"

#include "autograd/engine.h"
#include "autograd/grad_mode.h"
#include "autograd/nonfinite.h"

namespace mien {

Variable from_op(const char* op, Tensor y, std::span<const InputGradient> inputs) {
  NonFiniteGuard::inspect(y, op, "output");
  bool needed = false;
  for (const auto& input : inputs) needed = needed || input.input.requires_grad();
  if (!needed || !is_recording()) return Variable(std::move(y));

  auto node = std::make_shared<Node>(op, y);
  for (const auto& [input, function] : inputs) {
    node->inputs.push_back(input.node());
    node->functions.push_back(input.requires_grad() ? function : GradientFunction());
    if (input.requires_grad() && function.needs_output()) {
      node->output = y;
      node->output_version = y.version();
    }
  }
  return {std::move(y), std::move(node)};
}

Variable from_op(const char* op, Tensor y, const std::vector<Variable>& inputs,
                 GroupGradient gradient) {
  NonFiniteGuard::inspect(y, op, "output");
  bool needed = false;
  for (const auto& input : inputs) needed = needed || input.requires_grad();
  if (!needed || !is_recording()) return Variable(std::move(y));

  auto node = std::make_shared<Node>(op, y);
  for (const auto& input : inputs) node->inputs.push_back(input.node());
  node->group = std::move(gradient);
  return {std::move(y), std::move(node)};
}

const Variable& Saved::operator()() const {
  if (variable_.value().version() != version_) {
    throw std::logic_error(text(name_, " of ", walking_op(), " changed since forward"));
  }
  return variable_;
}

}  // namespace mien
