#pragma once

#include <vector>

#include "tensor/check.h"

namespace mien {

/// A sparse linear map along one axis of an image: each output is a weighted sum of some inputs.
///
/// Pooling, enlarging and resizing are such a map for the rows and one for the columns. Built
/// output by output: `add` the terms of one output, then `close` it. Terms keep their order.
class AxisWeights {
 public:
  struct Term {
    Index input;
    double weight;
  };

  explicit AxisWeights(Index inputs) : inputs_(inputs) {}

  void add(Index input, double weight) { terms_.push_back({input, weight}); }
  void close() { first_.push_back(static_cast<Index>(terms_.size())); }

  Index inputs() const { return inputs_; }
  Index outputs() const { return static_cast<Index>(first_.size()) - 1; }

  /// All terms; those of output o are [first(o), first(o + 1)).
  const std::vector<Term>& terms() const { return terms_; }
  Index first(Index output) const { return first_[output]; }
  /// first(0) to first(outputs()).
  const std::vector<Index>& firsts() const { return first_; }

  /// The adjoint map: inputs and outputs change places. Terms are in the order of the outputs.
  AxisWeights transposed() const;

 private:
  Index inputs_;
  std::vector<Term> terms_;
  std::vector<Index> first_ = {0};
};

}  // namespace mien
