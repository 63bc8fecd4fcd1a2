#include "training/describe.h"

#include <algorithm>
#include <iomanip>
#include <map>
#include <set>

#include "autograd/graph_dot.h"
#include "autograd/node.h"
#include "data/sample_fields.h"

namespace mien {
namespace {

TrainingBatch blank_batch(const Recipe& recipe, Index size) {
  constexpr Index kImages = 2;  // batch norm needs more than one value where maps are 1x1
  const Shape shape{kImages, size, size, 3};
  return {zeros(shape), zeros(shape), blank_fields(recipe.fields(), kImages, size)};
}

struct Stage {
  std::uint64_t id;
  Shape shape;
};

// The last recorded result inside each layer.
std::map<std::string, Stage> stages(const std::vector<Variable>& losses) {
  std::map<std::string, Stage> last;
  std::set<const Node*> seen;
  std::vector<const Node*> stack;
  for (const auto& loss : losses) stack.push_back(loss.node().get());
  while (!stack.empty()) {
    const Node* node = stack.back();
    stack.pop_back();
    if (!node || !seen.insert(node).second) continue;
    if (!node->is_leaf() && !node->layer.empty()) {
      Stage& stage = last.try_emplace(node->layer, Stage{node->id, node->shape}).first->second;
      if (node->id >= stage.id) stage = {node->id, node->shape};
    }
    for (const auto& input : node->inputs) stack.push_back(input.get());
  }
  return last;
}

void own_parameters(const Module& module, std::map<std::string, Index>& counts) {
  for (const auto& child : module.children()) own_parameters(*child, counts);
  if (module.children().empty()) counts[module.path()] = module.parameter_count();
}

}  // namespace

std::string stage_table(Recipe& recipe, Index size) {
  const std::vector<Variable> losses = recipe.losses(blank_batch(recipe, size));
  std::map<std::string, Index> counts;
  for (const auto& [name, module] : recipe.networks()) own_parameters(*module, counts);
  std::vector<std::pair<std::string, Stage>> rows;
  for (const auto& [layer, stage] : stages(losses)) {
    if (counts.contains(layer)) rows.push_back({layer, stage});
  }
  std::sort(rows.begin(), rows.end(),
            [](const auto& a, const auto& b) { return a.second.id < b.second.id; });
  std::ostringstream out;
  const auto line = [&](const auto& layer, const auto& output, const auto& parameters) {
    out << "  " << std::left << std::setw(30) << layer << std::setw(24) << output << std::right
        << std::setw(12) << parameters << "\n";
  };
  line("layer", "output for one image", "parameters");
  for (const auto& [layer, stage] : rows) line(layer, stage.shape.with(0, 1).str(), counts[layer]);
  for (const auto& [name, module] : recipe.networks()) {
    out << name << ": " << module->parameter_count() << " parameters\n";
  }
  return out.str();
}

std::string step_graph(Recipe& recipe, Index size) {
  return to_dot(recipe.losses(blank_batch(recipe, size)));
}

}  // namespace mien
