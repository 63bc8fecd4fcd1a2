#include "autograd/ops/elementary.h"

#include "autograd/cases/cases.h"
#include "autograd/ops/cast.h"

namespace mien {
namespace {

GradientCase between(double low, double high, const char* name, const UnaryOp& op) {
  return unary_case(name, op, [=](const Random& random) {
    return uniform_leaf({2, 3}, random, low, high);
  });
}

GradientCase power(double exponent, double low, double high) {
  return between(low, high, "pow", [=](const Variable& x) { return pow(x, exponent); });
}

GradientCase power_of_tensor(const Shape& x_shape, const Shape& exponent_shape) {
  return {"pow", "op", [=](const Random& random) {
            const Variable x = uniform_leaf(x_shape, random, 0.5, 2);
            const Variable exponent = normal_leaf(exponent_shape, random.at(1));
            return GradientProblem{{x, exponent}, [=] { return pow(x, exponent); }};
          }};
}

// Through float32 and back. The step is large, so that rounding does not drown the difference; the
// function is linear.
GradientCase cast_there_and_back() {
  return {
      "cast",
      "op",
      [](const Random& random) {
        const Variable x = normal_leaf({2, 3}, random);
        return GradientProblem{{x}, [=] { return cast(cast(x, DType::float32), DType::float64); }};
      },
      {.epsilon = 0.5, .atol = 2e-6, .rtol = 1e-5}};
}

// What keeps the type, of a leaf in double: the same values.
GradientCase same_values(const char* name, Variable (*op)(const Variable&)) {
  return {name, "op", [=](const Random& random) {
            const Variable x = normal_leaf({2, 3}, random);
            return GradientProblem{{x}, [=] { return square(op(x)); }};
          }};
}

}  // namespace

std::vector<GradientCase> elementary_cases() {
  return {
      {"abs", "op",
       [](const Random& random) {
         const Variable x = leaf_away_from({0}, 0.01, {2, 3}, random);
         return GradientProblem{{x}, [=] { return abs(x); }};
       }},
      between(-2, 2, "exp", exp),
      between(0.3, 3, "log", log),
      between(0.3, 3, "sqrt", sqrt),
      between(-2, 2, "square", square),
      power(3, -2, 2),
      power(2, -2, 2),
      power(1, -2, 2),
      power(0, -2, 2),
      power(-0.5, 0.5, 2),
      power_of_tensor({3, 2}, {3, 2}),
      power_of_tensor({3, 1}, {2}),
      cast_there_and_back(),
      same_values("widened", widened),
      same_values("autocast", [](const Variable& x) { return autocast(x); }),
  };
}

}  // namespace mien
