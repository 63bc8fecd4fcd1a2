#include "autograd/engine.h"

#include <algorithm>
#include <unordered_map>

#include "autograd/grad_mode.h"
#include "autograd/node.h"
#include "autograd/nonfinite.h"
#include "autograd/ops/arithmetic.h"

namespace mien {
namespace {

using NodePtr = std::shared_ptr<Node>;

thread_local std::string_view current_op = "an op";

// Puts the name of the op back that was walked outside, where a gradient is itself a walk.
class CurrentOp {
 public:
  CurrentOp() : previous_(current_op) {}
  ~CurrentOp() { current_op = previous_; }
  CurrentOp(const CurrentOp&) = delete;
  CurrentOp& operator=(const CurrentOp&) = delete;

 private:
  std::string_view previous_;
};

// One walk from outputs to the wanted nodes.
class Walk {
 public:
  Walk(std::vector<NodePtr> order, GradientOptions options)
      : order_(std::move(order)), options_(options) {}

  void want(const Node* node) { on_path_[node] = true; }

  void add(const NodePtr& node, const Variable& gradient) {
    check(gradient.shape() == node->shape && gradient.dtype() == node->dtype, "gradient of ",
          node->op, ": expected ", node->shape, " ", node->dtype, ", got ", gradient.shape(), " ",
          gradient.dtype());
    Variable& sum = sums_[node.get()];
    sum = sum.defined() ? sum + gradient : gradient;
  }

  void run() {
    const CurrentOp guard;
    for (const auto& node : order_) mark(*node);
    for (auto node = order_.rbegin(); node != order_.rend(); ++node) {
      const auto sum = sums_.find(node->get());
      if (sum == sums_.end() || (*node)->is_leaf() || !leads_on(**node)) continue;
      step(*node, sum->second);
      if (!wanted(node->get())) sums_.erase(node->get());
    }
  }

  Variable result(const Node* node) const {
    const auto sum = sums_.find(node);
    return sum == sums_.end() ? Variable() : sum->second;
  }

 private:
  // A node is on the path if it is wanted or leads to one that is.
  void mark(const Node& node) {
    if (leads_on(node)) on_path_.emplace(&node, false);
  }
  bool leads_on(const Node& node) const {
    return std::any_of(node.inputs.begin(), node.inputs.end(),
                       [&](const auto& input) { return input && on_path_.contains(input.get()); });
  }
  bool wanted(const Node* node) const {
    const auto found = on_path_.find(node);
    return found != on_path_.end() && found->second;
  }

  void step(const NodePtr& node, const Variable& dy) {
    if (node->released) {
      throw std::logic_error(text(node->op,
                                  ": its graph was already walked and let go; pass "
                                  "retain_graph to walk it again"));
    }
    current_op = node->op;
    const auto receives = [&](const NodePtr& input) {
      return input && on_path_.contains(input.get());
    };
    if (node->group) {
      std::vector<bool> needed;
      for (const auto& input : node->inputs) needed.push_back(receives(input));
      const std::vector<Variable> gradients = node->group(dy, needed);
      for (std::size_t i = 0; i < needed.size(); ++i) {
        if (needed[i]) contribute(*node, node->inputs[i], gradients[i]);
      }
    } else {
      const Variable y = node->output.defined() ? Variable(node->output, node) : Variable();
      for (std::size_t i = 0; i < node->inputs.size(); ++i) {
        if (!receives(node->inputs[i])) continue;
        const GradientFunction& function = node->functions[i];
        if (function.needs_output()) check_output(*node);
        contribute(*node, node->inputs[i], function(dy, y));
      }
    }
    if (!options_.create_graph && !options_.retain_graph) {
      node->release();
      node->released = true;
    }
  }

  static void check_output(const Node& node) {
    if (node.output.version() != node.output_version) {
      throw std::logic_error(text("output of ", node.op, " changed since forward"));
    }
  }

  void contribute(const Node& from, const NodePtr& to, const Variable& gradient) {
    NonFiniteGuard::inspect(gradient.value(), from.op, "gradient", from.layer);
    add(to, gradient);
  }

  std::vector<NodePtr> order_;
  GradientOptions options_;
  std::unordered_map<const Node*, bool> on_path_;  // value: is it wanted itself?
  std::unordered_map<const Node*, Variable> sums_;
};

void seed_upstream(Walk& walk, const std::vector<Variable>& outputs,
                   const std::vector<Variable>& upstream) {
  check(upstream.empty() || upstream.size() == outputs.size(), "gradients: ", outputs.size(),
        " outputs but ", upstream.size(), " upstream gradients");
  for (std::size_t k = 0; k < outputs.size(); ++k) {
    const Variable& y = outputs[k];
    if (!y.requires_grad()) continue;
    check(!upstream.empty() || y.numel() == 1, "gradients: an output of shape ", y.shape(),
          " needs an upstream gradient; only a scalar's defaults to 1");
    walk.add(y.node(),
             upstream.empty() ? Variable(full(y.shape(), 1, y.dtype(), y.device())) : upstream[k]);
  }
}

}  // namespace

std::vector<Variable> gradients(const std::vector<Variable>& outputs,
                                const std::vector<Variable>& inputs,
                                const std::vector<Variable>& upstream, GradientOptions options) {
  check(std::any_of(outputs.begin(), outputs.end(), [](auto& y) { return y.requires_grad(); }),
        "gradients: no output depends on a parameter; was it computed without recording?");
  Walk walk(dependencies(outputs), options);
  for (const auto& input : inputs) {
    check(input.requires_grad(), "gradients: an input of shape ", input.shape(),
          " requires no gradient");
    walk.want(input.node().get());
  }
  const GradMode mode(options.create_graph);
  seed_upstream(walk, outputs, upstream);
  walk.run();
  std::vector<Variable> results;
  for (const auto& input : inputs) {
    const Variable sum = walk.result(input.node().get());
    results.push_back(
        sum.defined() ? sum : Variable(zeros(input.shape(), input.dtype(), input.device())));
  }
  return results;
}

void backward(const Variable& loss, GradientOptions options) {
  check(loss.requires_grad(), "backward: the loss depends on no parameter");
  // A leaf would own a gradient whose graph owns the leaf, and neither would ever be freed.
  check(!options.create_graph,
        "backward: a recorded walk is that of gradients, which returns what "
        "backward keeps in the leaves");
  std::vector<NodePtr> order = dependencies({loss}), leaves;
  std::copy_if(order.begin(), order.end(), std::back_inserter(leaves),
               [](const auto& node) { return node->is_leaf(); });
  Walk walk(std::move(order), options);
  for (const auto& leaf : leaves) walk.want(leaf.get());
  const NoGrad guard;
  seed_upstream(walk, {loss}, {});
  walk.run();
  for (const auto& leaf : leaves) {
    const Variable sum = walk.result(leaf.get());
    if (sum.defined()) leaf->grad = leaf->grad.defined() ? leaf->grad + sum : sum;
  }
}

std::string_view walking_op() { return current_op; }

}  // namespace mien
