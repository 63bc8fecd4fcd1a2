#include "autograd/cases/cases.h"
#include "autograd/ops/sum.h"

namespace mien {

std::vector<GradientCase> reduction_cases() {
  std::vector<GradientCase> all;
  for (const std::vector<int>& axes : {std::vector<int>{}, {0}, {-1}, {1}, {0, 2}}) {
    all.push_back({"sum", "op", [=](const Random& random) {
                     const Variable x = normal_leaf({2, 3, 4}, random);
                     return GradientProblem{{x}, [=] { return sum(x, axes); }};
                   }});
    all.push_back({"mean", "op", [=](const Random& random) {
                     const Variable x = normal_leaf({2, 3, 4}, random);
                     return GradientProblem{{x}, [=] { return mean(x, axes, true); }};
                   }});
  }
  all.push_back({"sum_to", "op", [](const Random& random) {
                   const Variable x = normal_leaf({2, 3, 4}, random);
                   return GradientProblem{{x}, [=] { return sum_to(x, {3, 1}); }};
                 }});
  all.push_back({"broadcast_to", "op", [](const Random& random) {
                   const Variable x = normal_leaf({3, 1}, random);
                   return GradientProblem{{x}, [=] { return broadcast_to(x, {2, 3, 4}); }};
                 }});
  return all;
}

}  // namespace mien
