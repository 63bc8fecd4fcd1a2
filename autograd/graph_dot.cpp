#include "autograd/graph_dot.h"

#include <map>
#include <set>
#include <sstream>

#include "autograd/node.h"

namespace mien {
namespace {

using NodePtr = std::shared_ptr<Node>;

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"') result += '\\';
    result += c;
  }
  return result + "\"";
}

// "srn.e1" of the parameter "srn.e1.weight".
std::string parent(const std::string& path) {
  const auto dot = path.rfind('.');
  return dot == std::string::npos ? std::string() : path.substr(0, dot);
}

class DotWriter {
 public:
  DotWriter(const std::vector<Variable>& outputs, const std::vector<NamedParameter>& parameters)
      : order_(dependencies(outputs)) {
    for (const auto& parameter : parameters) {
      names_.emplace(parameter.variable.node().get(), parameter.name);
    }
    for (const Variable& output : outputs) outputs_.insert(output.node().get());
    for (const NodePtr& node : order_) {
      numbers_.emplace(node.get(), static_cast<int>(numbers_.size()));
      if (!node->is_leaf()) layers_.insert(node->layer);
    }
  }

  std::string str() const {
    std::ostringstream out;
    out << "digraph {\n"
        << "  node [shape=box, fontname=\"sans-serif\", fontsize=10];\n"
        << "  graph [fontname=\"sans-serif\", fontsize=11, color=\"#8899bb\"];\n";
    int frame = 0;
    for (const auto& [layer, boxes] : boxes_by_layer()) {
      if (layer.empty()) {
        out << boxes;
      } else {
        out << "  subgraph cluster_" << frame++ << " {\n  label=" << quoted(layer) << ";\n"
            << boxes << "  }\n";
      }
    }
    for (const NodePtr& node : order_) {
      for (const NodePtr& input : node->inputs) {
        if (input) out << "  " << name_of(*input) << " -> " << name_of(*node) << ";\n";
      }
    }
    out << "}\n";
    return out.str();
  }

 private:
  std::string name_of(const Node& node) const { return text("n", numbers_.at(&node)); }

  // A parameter stands in the frame of the layer it is named after, if that has any ops.
  std::map<std::string, std::string> boxes_by_layer() const {
    std::map<std::string, std::string> boxes;
    for (const NodePtr& node : order_) {
      const auto name = names_.find(node.get());
      const std::string layer = name == names_.end() ? node->layer : parent(name->second);
      boxes[layers_.contains(layer) ? layer : ""] += "  " + box(*node);
    }
    return boxes;
  }

  std::string box(const Node& node) const {
    const auto name = names_.find(&node);
    std::ostringstream label, out;
    label << (name == names_.end() ? node.op : name->second) << "\\n" << node.shape;
    if (node.dtype != DType::float32) label << " " << node.dtype;
    if (node.is_leaf()) label << "\\n" << node.shape.numel() << " values";
    out << name_of(node) << " [label=" << quoted(label.str());
    if (node.is_leaf()) out << ", style=\"rounded,filled\", fillcolor=\"#cfe8cf\"";
    if (outputs_.contains(&node)) out << ", peripheries=2";
    out << "];\n";
    return out.str();
  }

  std::vector<NodePtr> order_;
  std::map<const Node*, int> numbers_;
  std::map<const Node*, std::string> names_;
  std::set<const Node*> outputs_;
  std::set<std::string> layers_;
};

}  // namespace

std::string to_dot(const std::vector<Variable>& outputs,
                   const std::vector<NamedParameter>& parameters) {
  return DotWriter(outputs, parameters).str();
}

}  // namespace mien
