// A new op in one file, for docs/adding_an_op.md: y = x / (1 + |x|), the softsign.
#include <cmath>
#include <iostream>

#include "autograd/from_op.h"
#include "autograd/gradient_check.h"
#include "autograd/map.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/elementary.h"

using namespace mien;

struct Softsign {
  template <class T>
  T operator()(T x) const {
    return x / (T(1) + std::abs(x));
  }
};

Variable softsign(const Variable& x) {
  return from_op("softsign", map("softsign", Softsign{}, x.value()),
                 {{x, [x = saved(x, "x")](const Variable& dy) {
                     const Variable width = 1.0 + abs(x());
                     return dy / (width * width);
                   }}});
}

int main() {
  const Variable x = leaf_away_from({0}, 0.01, {2, 3, 5}, Random(1, "softsign"));
  for (int order : {1, 2}) {
    const GradientReport report =
        check_gradient({{x}, [=] { return softsign(x); }}, order, Random(2, "softsign"));
    std::cout << "order " << order << ": " << (report.passed ? "passed" : report.failure) << "\n";
  }
}
