#include "tensor/axis_weights.h"

namespace mien {

AxisWeights AxisWeights::transposed() const {
  std::vector<std::vector<Term>> of_input(inputs_);
  for (Index o = 0; o < outputs(); ++o) {
    for (Index t = first(o); t < first(o + 1); ++t) {
      of_input[terms_[t].input].push_back({o, terms_[t].weight});
    }
  }
  AxisWeights result(outputs());
  for (const auto& terms : of_input) {
    for (const Term& term : terms) result.add(term.input, term.weight);
    result.close();
  }
  return result;
}

}  // namespace mien
