#pragma once

#include <initializer_list>
#include <span>

#include "autograd/node.h"

namespace mien {

/// An input of an op beside the function that computes its gradient.
struct InputGradient {
  const Variable& input;
  GradientFunction function;
};

/// Wraps the result of an op and records how gradients flow back to its inputs.
///
/// The function of an input that needs no gradient is dropped, with all that it captured. While
/// nothing is recorded, or if no input needs a gradient, the result is a constant.
Variable from_op(const char* op, Tensor y, std::span<const InputGradient> inputs);
inline Variable from_op(const char* op, Tensor y, std::initializer_list<InputGradient> inputs) {
  return from_op(op, std::move(y), std::span(inputs.begin(), inputs.size()));
}

/// The same for ops that compute the gradients of all inputs together.
Variable from_op(const char* op, Tensor y, const std::vector<Variable>& inputs,
                 GroupGradient gradient);

/// A Variable captured by a gradient function. Calling it returns the Variable, or throws
/// std::logic_error ("weight of conv2d changed since forward") if it was written to since.
class Saved {
 public:
  Saved(Variable variable, const char* name)
      : variable_(std::move(variable)), version_(variable_.value().version()), name_(name) {}

  const Variable& operator()() const;

 private:
  Variable variable_;
  std::uint64_t version_;
  const char* name_;
};

/// Captures `variable` for the gradient function; `name` is the argument's name in the op.
inline Saved saved(const Variable& variable, const char* name) { return {variable, name}; }

}  // namespace mien
