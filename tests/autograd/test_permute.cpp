#include "autograd/ops/permute.h"

#include <algorithm>

#include "tensor/random.h"
#include "tests/autograd/values.h"

using namespace mien;

namespace {

// By the definition, element by element.
Tensor permuted(const Tensor& x, const std::vector<int>& axes) {
  Shape shape = x.shape();
  for (int k = 0; k < x.rank(); ++k) shape = shape.with(k, x.dim(axes[k]));
  Tensor y(shape);
  std::vector<Index> at(x.rank());
  for (Index i = 0; i < y.numel(); ++i) {
    Index rest = i, from = 0;
    for (int k = x.rank() - 1; k >= 0; --k) {
      at[axes[k]] = rest % shape[k];
      rest /= shape[k];
    }
    for (int k = 0; k < x.rank(); ++k) from = from * x.dim(k) + at[k];
    y.mutable_data<float>()[i] = x.data<float>()[from];
  }
  return y;
}

void compare(const Shape& shape, const std::vector<int>& axes) {
  const Tensor x = random_uniform(shape, Random(1, "x"));
  const Tensor y = permute(Variable(x), axes).value(), expected = permuted(x, axes);
  BOOST_TEST(y.shape() == expected.shape());
  BOOST_TEST(
      std::equal(y.span<float>().begin(), y.span<float>().end(), expected.span<float>().begin()),
      "wrong for " << shape.str());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(permute_op)

// Two pixels of three channels become three planes of two pixels.
BOOST_AUTO_TEST_CASE(worked_example) {
  const Variable x = constant({1, 1, 2, 3}, {1, 2, 3, 4, 5, 6});
  const Variable y = permute(x, {0, 3, 1, 2});
  BOOST_TEST(y.shape() == (Shape{1, 3, 1, 2}));
  expect_values(y, {1, 4, 2, 5, 3, 6});
  expect_values(permute(y, {0, 2, 3, -3}), {1, 2, 3, 4, 5, 6});
}

BOOST_AUTO_TEST_CASE(agrees_with_the_definition) {
  std::vector<int> axes = {0, 1, 2, 3};
  do {
    compare({3, 2, 5, 4}, axes);
    compare({1, 17, 1, 33}, axes);
  } while (std::next_permutation(axes.begin(), axes.end()));
  compare({70, 300}, {1, 0});
  compare({2, 40, 40, 3}, {0, 3, 1, 2});
  compare({0, 4}, {1, 0});
  compare({}, {});
}

BOOST_AUTO_TEST_CASE(flip_reverses_one_axis) {
  const Variable x = constant({2, 3}, {1, 2, 3, 4, 5, 6});
  expect_values(flip(x, 1), {3, 2, 1, 6, 5, 4});
  expect_values(flip(x, 0), {4, 5, 6, 1, 2, 3});
}

BOOST_AUTO_TEST_CASE(bad_input) {
  const Variable x = constant({2, 1}, {1, 2});
  expect_refused([&] { permute(x, {0}); }, "permute: needs 2 axes for [2, 1], got 1");
  expect_refused([&] { permute(x, {0, -2}); }, "axis -2 of [2, 1] is named twice");
  expect_refused([&] { flip(x, 2); }, "axis");
}

BOOST_AUTO_TEST_SUITE_END()
