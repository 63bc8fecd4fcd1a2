#include "autograd/cases/cases.h"
#include "autograd/ops/cross_entropy.h"
#include "autograd/ops/dropout.h"
#include "autograd/ops/max.h"
#include "autograd/ops/softmax.h"
#include "autograd/ops/sum.h"

namespace mien {

namespace {

GradientCase binary_cross_entropy(const Shape& target_shape) {
  return {"binary_cross_entropy_with_logits", "op", [=](const Random& random) {
            const Variable x = leaf_away_from({0}, 0.01, {3, 2}, random);
            const Variable t = uniform_leaf(target_shape, random.at(1), 0, 1);
            return GradientProblem{{x, t}, [=] { return binary_cross_entropy_with_logits(x, t); }};
          }};
}

}  // namespace

std::vector<GradientCase> reduction_cases() {
  std::vector<GradientCase> all = {
      normal_case("softmax", {2, 3}, softmax),
      normal_case("softmax", {2, 1, 4}, softmax),
      normal_case("log_softmax", {2, 3}, log_softmax),
      normal_case("log_softmax", {5}, log_softmax),
      binary_cross_entropy({3, 2}),
      binary_cross_entropy({}),
      {"cross_entropy", "op",
       [](const Random& random) {
         const Variable x = normal_leaf({3, 4}, random);
         const Tensor labels = tensor({3}, {3, 0, 3}, DType::int64);
         return GradientProblem{{x}, [=] { return cross_entropy(x, labels); }};
       }},
      {"dropout", "op",
       [](const Random& random) {
         const Variable x = normal_leaf({3, 4}, random);
         return GradientProblem{{x}, [=] { return dropout(x, 0.4, random.at(1)); }};
       }},
  };
  for (const std::vector<int>& axes : {std::vector<int>{}, {0}, {-1}, {1}, {0, 2}, {1, 2}}) {
    all.push_back({"max", "op", [=](const Random& random) {
                     const Variable x = distinct_leaf({2, 3, 4}, random);
                     return GradientProblem{{x}, [=] { return max(x, axes); }};
                   }});
  }
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
