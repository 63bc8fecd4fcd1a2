#include "autograd/cases/cases.h"
#include "autograd/ops/concat_relu.h"
#include "autograd/ops/leaky_relu.h"
#include "autograd/ops/prelu.h"
#include "autograd/ops/relu.h"
#include "autograd/ops/sigmoid.h"

namespace mien {
namespace {

using BackwardOp = Variable (*)(const Variable&, const Variable&);

Variable leaky_relu_fifth(const Variable& x) { return leaky_relu(x, 0.2); }
Variable leaky_relu_backward_fifth(const Variable& x, const Variable& dy) {
  return leaky_relu_backward(x, dy, 0.2);
}

GradientCase unary(const char* name, const UnaryOp& op) {
  return unary_case(name, op, [](const Random& random) {
    return leaf_away_from({0}, 0.01, {2, 3, 5}, random);
  });
}

GradientCase backward_of(const char* name, BackwardOp op) {
  return {name, "op", [=](const Random& random) {
            const Variable x = leaf_away_from({0}, 0.01, {2, 3}, random);
            const Variable dy = normal_leaf({2, 3}, random.at(1));
            return GradientProblem{{x, dy}, [=] { return op(x, dy); }};
          }};
}

GradientCase joined_and_rectified() {
  return {"concat_relu", "op", [](const Random& random) {
            const std::vector<Variable> parts = {
                leaf_away_from({0}, 0.01, {2, 3, 1}, random),
                leaf_away_from({0}, 0.01, {2, 3, 4}, random.at(1))};
            return GradientProblem{parts, [=] { return concat_relu(parts); }};
          }};
}

Variable middle_of_concat_relu_backward(const Variable& y, const Variable& dy) {
  return concat_relu_backward(y, dy, 1, 2);
}

}  // namespace

std::vector<GradientCase> activation_cases() {
  return {
      joined_and_rectified(),
      backward_of("concat_relu_backward", middle_of_concat_relu_backward),
      unary("relu", relu),
      unary("leaky_relu", leaky_relu_fifth),
      unary("sigmoid", sigmoid),
      unary("tanh", tanh),
      unary("softplus", softplus),
      backward_of("relu_backward", relu_backward),
      backward_of("leaky_relu_backward", leaky_relu_backward_fifth),
      backward_of("sigmoid_backward", sigmoid_backward),
      backward_of("tanh_backward", tanh_backward),
      {"prelu", "op",
       [](const Random& random) {
         const Variable x = leaf_away_from({0}, 0.01, {2, 3, 2, 5}, random);
         const Variable slope = normal_leaf({5}, random.at(1));
         return GradientProblem{{x, slope}, [=] { return prelu(x, slope); }};
       }},
      {"prelu_backward", "op",
       [](const Random& random) {
         const Variable x = leaf_away_from({0}, 0.01, {3, 4}, random);
         const Variable slope = normal_leaf({4}, random.at(1));
         const Variable dy = normal_leaf({3, 4}, random.at(2));
         return GradientProblem{{x, slope, dy}, [=] { return prelu_backward(x, slope, dy); }};
       }},
  };
}

}  // namespace mien
