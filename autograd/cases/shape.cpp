#include "autograd/cases/cases.h"
#include "autograd/ops/reshape.h"

namespace mien {

std::vector<GradientCase> shape_cases() {
  return {
      {"reshape", "op",
       [](const Random& random) {
         const Variable x = normal_leaf({2, 3, 4}, random);
         return GradientProblem{{x}, [=] { return reshape(x, {4, 6}); }};
       }},
      {"flatten", "op",
       [](const Random& random) {
         const Variable x = normal_leaf({2, 3, 2}, random);
         return GradientProblem{{x}, [=] { return flatten(x); }};
       }},
  };
}

}  // namespace mien
