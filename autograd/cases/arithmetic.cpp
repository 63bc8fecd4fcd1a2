#include "autograd/ops/arithmetic.h"
#include "autograd/cases/cases.h"

namespace mien {
namespace {

using BinaryOp = Variable (*)(const Variable&, const Variable&);

// One case with equal shapes and one that broadcasts both ways. b stays away from zero.
std::vector<GradientCase> binary(const char* name, BinaryOp op) {
  const auto on = [=](const Shape& a_shape, const Shape& b_shape) {
    return GradientCase{name, "op", [=](const Random& random) {
                          const Variable a = normal_leaf(a_shape, random);
                          const Variable b = leaf_away_from({0}, 0.5, b_shape, random.at(1));
                          return GradientProblem{{a, b}, [=] { return op(a, b); }};
                        }};
  };
  return {on({3, 4}, {3, 4}), on({2, 1, 3}, {4, 1})};
}

}  // namespace

std::vector<GradientCase> arithmetic_cases() {
  std::vector<GradientCase> all;
  const std::pair<const char*, BinaryOp> ops[] = {
      {"add", add}, {"subtract", subtract}, {"multiply", multiply}, {"divide", divide}};
  for (const auto& [name, op] : ops) {
    for (auto& entry : binary(name, op)) all.push_back(entry);
  }
  all.push_back({"negate", "op", [](const Random& random) {
                   const Variable x = normal_leaf({2, 3}, random);
                   return GradientProblem{{x}, [=] { return negate(x); }};
                 }});
  return all;
}

}  // namespace mien
