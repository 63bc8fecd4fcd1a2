#include "autograd/cases/cases.h"
#include "autograd/ops/matmul.h"

namespace mien {

std::vector<GradientCase> linear_algebra_cases() {
  std::vector<GradientCase> all;
  for (const bool ta : {false, true}) {
    for (const bool tb : {false, true}) {
      all.push_back({"matmul", "op", [=](const Random& random) {
                       const Variable a = normal_leaf(ta ? Shape{3, 4} : Shape{4, 3}, random);
                       const Variable b = normal_leaf(tb ? Shape{2, 3} : Shape{3, 2}, random.at(1));
                       return GradientProblem{
                           {a, b},
                           [=] { return matmul(a, b, {.transpose_a = ta, .transpose_b = tb}); }};
                     }});
    }
  }
  return all;
}

}  // namespace mien
