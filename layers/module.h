#pragma once

#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "autograd/layer_scope.h"
#include "autograd/named_parameter.h"
#include "layers/file_layout.h"
#include "layers/initializers.h"

namespace mien {

/// What a checkpoint keeps of a module under one name: a parameter or a running statistic.
struct StateEntry {
  std::string name;  ///< "e1.conv.weight", PyTorch's name for it
  Tensor tensor;
  FileLayout layout;
};

/// A layer or network: named parameters, buffers and children.
///
/// There is no virtual forward: each layer has an `operator()` with the arguments it truly takes.
/// A subclass declares its parts as references, which names and owns them in one line:
///
///   Conv2d& conv_ = add<Conv2d>("conv", {.in_channels = 3, .out_channels = 16, .kernel = 5});
///
/// Modules are neither copied nor moved. Parameters start uninitialised: call `initialize`, or load
/// a file, before use.
class Module {
 public:
  Module() = default;
  Module(const Module&) = delete;
  Module& operator=(const Module&) = delete;
  virtual ~Module() = default;

  /// Draws every parameter, and resets every buffer, of this module and its children. A parameter's
  /// draws depend on the seed and its path alone.
  void initialize(std::uint64_t seed);

  /// All parameters, own ones first, then those of the children in the order they were added.
  std::vector<NamedParameter> parameters() const;
  /// Parameters and buffers, for checkpoints.
  std::vector<StateEntry> state() const;
  /// Buffers alone, such as running statistics.
  std::vector<Tensor> buffers() const;
  Index parameter_count() const;

  /// Training mode (batch statistics, dropout) or evaluation mode. Training at first.
  void train(bool training = true);
  void eval() { train(false); }
  bool is_training() const { return training_; }

  /// Turns every parameter into a constant or back: frozen networks cost no gradients.
  void set_requires_grad(bool requires_grad);

  /// Converts parameters and floating buffers. Gradient checks run in float64.
  void to(DType dtype);

  /// Moves parameters and buffers. What does not change stays the same Variable; of the others an
  /// optimiser made before knows the old ones.
  void to(Device device);
  /// Where its parameters are; the CPU for a module without.
  Device device() const;

  /// Dotted path from the root, whose own path is "" or a network's name ("srn").
  const std::string& path() const { return path_; }
  void set_path(const std::string& path);

  const std::vector<std::unique_ptr<Module>>& children() const { return children_; }

 protected:
  template <class Child>
  Child& add(const std::string& name, const typename Child::Options& options) {
    return adopt(name, std::make_unique<Child>(options));
  }
  template <class Child>
  Child& add(const std::string& name) {
    return adopt(name, std::make_unique<Child>());
  }
  template <class Child>
  Child& adopt(const std::string& name, std::unique_ptr<Child> child) {
    Child& reference = *child;
    reference.set_path(joined(name));
    reference.name_ = name;
    children_.push_back(std::move(child));
    return reference;
  }

  Variable& add_parameter(const std::string& name, const Shape& shape, Initializer initializer,
                          FileLayout layout = {});
  Tensor& add_buffer(const std::string& name, const Shape& shape, double initial);

 private:
  struct Slot {
    std::string name;
    Variable variable;  // a buffer is a Variable that never requires a gradient
    Initializer initializer;
    FileLayout layout;
    bool is_buffer = false;
  };

  std::string joined(const std::string& name) const {
    return path_.empty() ? name : path_ + "." + name;
  }
  template <class Convert>
  void convert(const Convert& convert_tensor);
  template <class Visit>
  void visit(const Visit& visit_module) {
    visit_module(*this);
    for (const auto& child : children_) child->visit(visit_module);
  }

  std::string path_, name_;
  std::deque<Slot> slots_;  // references to its elements stay valid
  std::vector<std::unique_ptr<Module>> children_;
  bool training_ = true;
};

}  // namespace mien
