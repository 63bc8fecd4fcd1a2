#include "autograd/cases/cases.h"
#include "autograd/ops/extremes.h"
#include "autograd/ops/where.h"

namespace mien {
namespace {

using BinaryOp = Variable (*)(const Variable&, const Variable&);

// Values of a are near whole numbers, those of b near halves, so that they never meet.
GradientCase extreme(const char* name, BinaryOp op, const Shape& a_shape, const Shape& b_shape) {
  return {name, "op", [=](const Random& random) {
            const Variable a = leaf_away_from({-1.5, -0.5, 0.5, 1.5}, 0.3, a_shape, random);
            const Variable b = leaf_away_from({-2, -1, 0, 1, 2}, 0.3, b_shape, random.at(1));
            return GradientProblem{{a, b}, [=] { return op(a, b); }};
          }};
}

GradientCase choice(const Shape& mask_shape, const Shape& a_shape, const Shape& b_shape) {
  return {
      "where", "op", [=](const Random& random) {
        Tensor mask(mask_shape, DType::float64);
        for (Index i = 0; i < mask.numel(); ++i) mask.mutable_data<double>()[i] = i % 3 == 0;
        const Variable a = normal_leaf(a_shape, random);
        const Variable b = normal_leaf(b_shape, random.at(1));
        return GradientProblem{{a, b}, [=] { return where(Variable(mask.to(a.device())), a, b); }};
      }};
}

}  // namespace

std::vector<GradientCase> selection_cases() {
  return {
      extreme("minimum", minimum, {2, 3}, {2, 3}),
      extreme("minimum", minimum, {2, 1, 3}, {4, 1}),
      extreme("maximum", maximum, {2, 3}, {2, 3}),
      extreme("maximum", maximum, {2, 1, 3}, {4, 1}),
      choice({2, 3}, {2, 3}, {2, 3}),
      choice({3}, {2, 1}, {}),
      {"clamp", "op",
       [](const Random& random) {
         const Variable x = leaf_away_from({-0.5, 1}, 0.01, {3, 4}, random);
         return GradientProblem{{x}, [=] { return clamp(x, -0.5, 1); }};
       }},
      {"clamp_backward", "op",
       [](const Random& random) {
         const Variable x = leaf_away_from({-0.5, 1}, 0.01, {3, 2}, random);
         const Variable dy = normal_leaf({3, 2}, random.at(1));
         return GradientProblem{{x, dy}, [=] { return clamp_backward(x, dy, -0.5, 1); }};
       }},
  };
}

}  // namespace mien
