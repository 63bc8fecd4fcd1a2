#include "autograd/cases/cases.h"
#include "autograd/ops/relu.h"

namespace mien {

std::vector<GradientCase> activation_cases() {
  return {
      {"relu", "op",
       [](const Random& random) {
         const Variable x = leaf_away_from({0}, 0.01, {2, 3, 5}, random);
         return GradientProblem{{x}, [=] { return relu(x); }};
       }},
      {"relu_backward", "op",
       [](const Random& random) {
         const Variable x = leaf_away_from({0}, 0.01, {2, 3}, random);
         const Variable dy = normal_leaf({2, 3}, random.at(1));
         return GradientProblem{{x, dy}, [=] { return relu_backward(x, dy); }};
       }},
  };
}

}  // namespace mien
