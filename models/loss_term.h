#pragma once

#include <string>
#include <vector>

#include "autograd/ops/arithmetic.h"

namespace mien {

/// One term of what a network minimises: its value and the weight it enters with.
struct LossTerm {
  std::string name;
  double weight;
  Variable value;  ///< a scalar
};

/// The sum of weight times value. Throws std::invalid_argument for no terms.
inline Variable weighted_sum(const std::vector<LossTerm>& terms) {
  check(!terms.empty(), "weighted_sum: there are no terms");
  Variable sum;
  for (const LossTerm& term : terms) {
    const Variable weighted = term.value * term.weight;
    sum = sum.defined() ? sum + weighted : weighted;
  }
  return sum;
}

}  // namespace mien
