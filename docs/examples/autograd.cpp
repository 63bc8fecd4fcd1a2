// The worked example of docs/autograd.md.
#include <cmath>
#include <iostream>

#include "autograd/engine.h"
#include "autograd/from_op.h"
#include "autograd/gradient_check.h"
#include "autograd/map.h"
#include "autograd/ops/arithmetic.h"

using namespace mien;

Variable number(double value) { return parameter(full({}, value, DType::float64)); }

void first_gradient() {
  const Variable x = number(3), y = number(4);
  const Variable s = x + y;
  const Variable z = s * x;
  backward(z);
  std::cout << "z = " << z.item() << ", dz/dx = " << x.grad().item()
            << ", dz/dy = " << y.grad().item() << "\n";
}

// y = x. Says what the walk brings when it comes by.
Variable milestone(const char* name, const Variable& x) {
  const auto pass_on = [name](const Variable& dy) {
    std::cout << "  " << name << ": " << dy.item() << "\n";
    return dy;
  };
  return from_op("milestone", x.value(), {{x, pass_on}});
}

void order_of_the_walk() {
  const Variable x = number(3), y = number(4);
  const Variable s = milestone("into x + y", x + y);
  const Variable z = milestone("into s x", s * milestone("into x", x));
  std::cout << "towards x and y:\n";
  gradients({z}, {x, y}, {}, {.retain_graph = true});
  std::cout << "towards s:\n";
  gradients({z}, {s});
}

struct Reciprocal {
  template <class T>
  T operator()(T x) const {
    return T(1) / x;
  }
};

// y = 1 / x, so that dy/dx = -1 / x^2 = -y^2.
Variable reciprocal(const Variable& x) {
  return from_op("reciprocal", map("reciprocal", Reciprocal{}, x.value()),
                 {{x, [](const Variable& dy, const Variable& y) { return -(dy * y * y); }}});
}

struct Hypotenuse {
  template <class T>
  T operator()(T a, T b) const {
    return std::sqrt(a * a + b * b);
  }
};

// y = sqrt(a^2 + b^2), whose gradients (a / y) dy and (b / y) dy share a division.
Variable hypotenuse(const Variable& a, const Variable& b) {
  return from_op(
      "hypotenuse", map("hypotenuse", Hypotenuse{}, a.value(), b.value()), {a, b},
      [a = saved(a, "a"), b = saved(b, "b")](const Variable& dy, const std::vector<bool>& needed) {
        const Variable share = dy / hypotenuse(a(), b());
        return std::vector<Variable>{needed[0] ? share * a() : Variable(),
                                     needed[1] ? share * b() : Variable()};
      });
}

void group_gradient() {
  const Variable a = number(3), b = number(4);
  const auto slopes = gradients({hypotenuse(a, b)}, {a, b});
  std::cout << "hypotenuse: " << slopes[0].item() << ", " << slopes[1].item() << "\n";
}

void a_weight_changed_too_early() {
  const Variable x = number(2), weight = number(5);
  const Variable y = x * weight;
  Tensor memory = weight.value();
  fill(memory, 6);  // what an optimiser does, here before the walk
  try {
    gradients({y}, {x});
  } catch (const std::logic_error& error) {
    std::cout << "refused: " << error.what() << "\n";
  }
}

// Newton's method for the minimum of f(x) = x + 4 / x, which is at 2.
void newton() {
  double x = 1;
  for (int step = 0; step < 5; ++step) {
    const Variable at = number(x);
    const Variable f = at + 4.0 * reciprocal(at);
    const Variable slope = gradients({f}, {at}, {}, {.create_graph = true})[0];
    const Variable curvature = gradients({slope}, {at})[0];
    x -= slope.item() / curvature.item();
    std::cout << "x = " << x << "\n";
  }
}

void verify(const char* name, const GradientProblem& problem) {
  for (int order : {1, 2}) {
    const GradientReport report = check_gradient(problem, order, Random(1, name));
    std::cout << name << ", order " << order << ": " << (report.passed ? "passed" : report.failure)
              << "\n";
  }
}

void check_the_ops() {
  const Variable a = uniform_leaf({3, 2}, Random(1, "a"), 0.5, 2);
  const Variable b = uniform_leaf({3, 2}, Random(1, "b"), 0.5, 2);
  verify("reciprocal", {{a}, [=] { return reciprocal(a); }});
  verify("hypotenuse", {{a, b}, [=] { return hypotenuse(a, b); }});
}

int main() {
  first_gradient();
  order_of_the_walk();
  group_gradient();
  a_weight_changed_too_early();
  newton();
  check_the_ops();
}
