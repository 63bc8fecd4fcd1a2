#include "autograd/node.h"

#include <algorithm>
#include <atomic>
#include <unordered_map>

#include "autograd/layer_scope.h"

namespace mien {
namespace {

std::uint64_t next_id() {
  static std::atomic<std::uint64_t> counter{0};
  return counter.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace

Node::Node(std::string op, const Tensor& value)
    : id(next_id()),
      op(std::move(op)),
      layer(LayerScope::path()),
      shape(value.shape()),
      dtype(value.dtype()) {}

// A chain of a million nodes must not be taken down by a million nested destructors: each node
// hands its inputs to a list that the outermost destructor works off.
Node::~Node() {
  thread_local std::vector<std::shared_ptr<Node>>* pending = nullptr;
  if (pending) {
    pending->insert(pending->end(), inputs.begin(), inputs.end());
    return;
  }
  std::vector<std::shared_ptr<Node>> list = std::move(inputs);
  pending = &list;
  release();
  grad = Variable();
  while (!list.empty()) {
    const std::shared_ptr<Node> next = std::move(list.back());
    list.pop_back();
  }
  pending = nullptr;
}

void Node::release() {
  functions.clear();
  group = nullptr;
  output = Tensor();
}

std::vector<std::shared_ptr<Node>> dependencies(const std::vector<Variable>& outputs) {
  std::vector<std::shared_ptr<Node>> found, stack;
  std::unordered_map<Node*, bool> seen;
  const auto visit = [&](const std::shared_ptr<Node>& node) {
    if (node && !std::exchange(seen[node.get()], true)) stack.push_back(node);
  };
  for (const auto& output : outputs) visit(output.node());
  while (!stack.empty()) {
    std::shared_ptr<Node> node = std::move(stack.back());
    stack.pop_back();
    for (const auto& input : node->inputs) visit(input);
    found.push_back(std::move(node));
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a->id < b->id; });
  return found;
}

const Variable& Variable::grad() const {
  static const Variable none;
  return node_ ? node_->grad : none;
}

void Variable::zero_grad() {
  if (node_) node_->grad = Variable();
}

Variable parameter(Tensor value) {
  check(is_floating(value.dtype()), "parameter: gradients need a floating dtype, got ",
        value.dtype());
  auto node = std::make_shared<Node>("parameter", value);
  return {std::move(value), std::move(node)};
}

}  // namespace mien
