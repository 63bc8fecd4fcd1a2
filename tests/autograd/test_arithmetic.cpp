#include "autograd/ops/arithmetic.h"

#include "tensor/random.h"
#include "tests/autograd/values.h"

using namespace mien;

namespace {

// The element of x that element `flat` of `shape` is computed from.
double broadcast_element(const Tensor& x, const Shape& shape, Index flat) {
  Index offset = 0, step = 1;
  for (int back = 1; back <= x.rank(); ++back) {
    const Index at = flat % shape[-back];
    flat /= shape[-back];
    if (x.dim(-back) != 1) offset += at * step;
    step *= x.dim(-back);
  }
  return static_cast<double>(x.data<float>()[offset]);
}

void compare(const Shape& a_shape, const Shape& b_shape) {
  const Tensor a = random_uniform(a_shape, Random(1, "a"));
  const Tensor b = random_uniform(b_shape, Random(1, "b"));
  const Tensor y = subtract(Variable(a), Variable(b)).value();
  BOOST_TEST(y.shape() == broadcast(a_shape, b_shape, "test"));
  Index wrong = 0;
  for (Index i = 0; i < y.numel(); ++i) {
    const double expected = broadcast_element(a, y.shape(), i) - broadcast_element(b, y.shape(), i);
    wrong += static_cast<double>(y.data<float>()[i]) !=
             static_cast<double>(static_cast<float>(expected));
  }
  BOOST_TEST(wrong == 0, a_shape.str() << " - " << b_shape.str());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(arithmetic)

BOOST_AUTO_TEST_CASE(worked_examples) {
  const Variable a = constant({2, 2}, {1, 2, 3, 4}), b = constant({2}, {10, 20});
  expect_values(a + b, {11, 22, 13, 24});
  expect_values(b - a, {9, 18, 7, 16});
  expect_values(a * 2, {2, 4, 6, 8});
  expect_values(1 / a, {1, 0.5, 1 / 3.0, 0.25});
  expect_values(-a, {-1, -2, -3, -4});
}

// Rows of every kind: short and long, grouped and cut, running, repeated and constant.
BOOST_AUTO_TEST_CASE(broadcasting_agrees_with_the_definition) {
  for (Index C : {1, 3, 64, 200}) {
    const Shape image{2, 3, 8, C};
    for (const Shape& other : {Shape{}, Shape{C}, Shape{2, 1, 1, C}, Shape{2, 3, 8, 1},
                               Shape{1, 3, 1, C}, Shape{8, 1}, Shape{2, 1, 8, 1}, image}) {
      compare(image, other);
      compare(other, image);
    }
  }
  compare({20'000}, {1});
  compare({5, 1, 1500}, {1, 4, 1});
  compare({4000, 3}, {4000, 1});
  compare({3, 1, 2, 1, 3}, {1, 4, 1, 5, 3});
  compare({0, 3}, {3});
}

BOOST_AUTO_TEST_CASE(bad_input) {
  const Variable x = constant({3}, {1, 2, 3});
  expect_refused([&] { x + constant({2}, {1, 2}); }, "add: ");
  expect_refused([&] { x* Variable(zeros({3})); }, "multiply: dtypes differ");
}

BOOST_AUTO_TEST_SUITE_END()
