#pragma once

#include <memory>

#include "tensor/tensor.h"

namespace mien {

struct Node;

/// A tensor that remembers how it was computed.
///
/// A handle like Tensor: copies share value and history. A Variable made from a tensor is a
/// constant; `parameter` makes a leaf that collects gradients; ops make the rest. Whoever changes
/// the tensor of a Variable in place (an optimiser) changes it for all copies, and a gradient
/// function that had saved it will refuse to run.
class Variable {
 public:
  Variable() = default;
  explicit Variable(Tensor value) : value_(std::move(value)) {}
  Variable(Tensor value, std::shared_ptr<Node> node)
      : value_(std::move(value)), node_(std::move(node)) {}

  bool defined() const { return value_.defined(); }
  const Tensor& value() const { return value_; }
  Tensor& value() { return value_; }
  const Shape& shape() const { return value_.shape(); }
  int rank() const { return value_.rank(); }
  Index dim(int axis) const { return value_.dim(axis); }
  Index numel() const { return value_.numel(); }
  DType dtype() const { return value_.dtype(); }
  Device device() const { return value_.device(); }
  double item() const { return value_.item(); }

  /// True for parameters and for what was computed from them while recording.
  bool requires_grad() const { return node_ != nullptr; }

  /// What `backward` has added up at this leaf; undefined before the first call.
  const Variable& grad() const;
  void zero_grad();

  /// The same value without history.
  Variable detach() const { return Variable(value_); }

  const std::shared_ptr<Node>& node() const { return node_; }

 private:
  Tensor value_;
  std::shared_ptr<Node> node_;
};

/// A leaf that gradients are computed for. Throws unless its dtype is floating.
Variable parameter(Tensor value);

}  // namespace mien
