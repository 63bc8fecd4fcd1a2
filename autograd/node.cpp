#include "autograd/node.h"

#include <atomic>

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
