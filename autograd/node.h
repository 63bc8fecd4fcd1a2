#pragma once

#include <functional>
#include <string>
#include <type_traits>
#include <vector>

#include "autograd/variable.h"

namespace mien {

/// The gradient of one input: maps the upstream gradient dy to dx. It may ask for the op's own
/// output y as a second argument; the engine then passes it, attached to its node.
class GradientFunction {
 public:
  GradientFunction() = default;
  template <class F>
  requires std::is_invocable_r_v<Variable, F, const Variable&> GradientFunction(F f)
      : call_([f](const Variable& dy, const Variable&) { return f(dy); }) {}
  template <class F>
  requires std::is_invocable_r_v<Variable, F, const Variable&, const Variable&> GradientFunction(
      F f)
      : call_(std::move(f)), needs_output_(true) {}

  explicit operator bool() const { return static_cast<bool>(call_); }
  bool needs_output() const { return needs_output_; }
  Variable operator()(const Variable& dy, const Variable& y) const { return call_(dy, y); }

 private:
  std::function<Variable(const Variable&, const Variable&)> call_;
  bool needs_output_ = false;
};

/// The gradients of all inputs at once, for ops whose input gradients share work. `needed[i]` says
/// whether the gradient of input i is wanted; the others may be returned undefined.
using GroupGradient =
    std::function<std::vector<Variable>(const Variable& dy, const std::vector<bool>& needed)>;

/// One place in the recorded graph: a leaf, or the result of one op.
///
/// Nodes point to the nodes of their inputs, never to outputs, so a graph is freed as soon as its
/// last Variable is gone. Ids grow in the order of creation: an input's id is smaller than that of
/// whatever was computed from it.
struct Node {
  Node(std::string op, const Tensor& value);
  ~Node();
  Node(const Node&) = delete;
  Node& operator=(const Node&) = delete;

  std::uint64_t id;
  std::string op;     ///< "conv2d"; "parameter" for a leaf
  std::string layer;  ///< path of the layer that recorded it, or a parameter's name
  Shape shape;
  DType dtype;

  std::vector<std::shared_ptr<Node>> inputs;  ///< null where no gradient is needed
  std::vector<GradientFunction> functions;    ///< one per input, or
  GroupGradient group;                        ///< one for all
  Tensor output;                              ///< kept only if a function asks for it
  std::uint64_t output_version = 0;           ///< of `output` when it was recorded
  bool released = false;                      ///< walked over; what it saved is gone

  Variable grad;  ///< of a leaf

  bool is_leaf() const { return inputs.empty() && !released; }
  /// Lets go of everything the gradient functions captured.
  void release();
};

/// Every node that `outputs` depend on, inputs before what was computed from them.
std::vector<std::shared_ptr<Node>> dependencies(const std::vector<Variable>& outputs);

}  // namespace mien
