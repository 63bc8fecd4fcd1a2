#include "autograd/composite.h"

#include "autograd/engine.h"
#include "autograd/ops/reshape.h"

namespace mien {

std::vector<Variable> composite_gradients(
    const std::vector<Variable>& inputs,
    const std::function<Variable(const std::vector<Variable>&)>& definition, const Variable& dy,
    const std::vector<bool>& needed) {
  // Nodes of their own: the walk must stop at the inputs, wherever those come from.
  std::vector<Variable> own, wanted, result(inputs.size());
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    own.push_back(reshape(inputs[i], inputs[i].shape()));
    if (needed[i]) wanted.push_back(own[i]);
  }
  const Variable y = definition(own);
  std::vector<Variable> found;
  if (y.requires_grad()) found = gradients({y}, wanted, {dy}, {.create_graph = true});
  for (std::size_t i = 0, next = 0; i < inputs.size(); ++i) {
    if (!needed[i]) continue;
    result[i] = y.requires_grad()
                    ? found[next++]
                    : Variable(zeros(own[i].shape(), own[i].dtype(), own[i].device()));
  }
  return result;
}

}  // namespace mien
