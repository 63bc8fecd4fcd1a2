#include "autograd/ops/grid_sample.h"

#include <cmath>
#include <limits>

#include "autograd/ops/corners.h"
#include "autograd/ops/sampling_grid.h"
#include "tests/autograd/image_ops.h"

using namespace mien;
using namespace mien::testing;

namespace {

// One value read at (y, x).
float read(const Variable& x, double row, double column) {
  return static_cast<float>(grid_sample(x, Variable(tensor({1, 1, 1, 2}, {row, column}))).item());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(grid_sample_op)

//  0 1 2     (y, x): the corners are at -1 and 1, the centre at 0
//  3 4 5
//  6 7 8
BOOST_AUTO_TEST_CASE(worked_example) {
  const Variable x(tensor({1, 3, 3, 1}, {0, 1, 2, 3, 4, 5, 6, 7, 8}));
  BOOST_TEST(read(x, 0, 0) == 4);
  BOOST_TEST(read(x, 1, -1) == 6, "the first coordinate is the row");
  BOOST_TEST(read(x, -0.5, 0.5) == 3);  // between 1, 2, 4 and 5
  BOOST_TEST(read(x, 1.5, 0) == 3.5, "half a pixel below the image: half of 7");
  BOOST_TEST(read(x, 2.5, 0) == 0);
  BOOST_TEST(read(x, 0, -1e30) == 0);
}

// x = [[0, 10], [20, 30]] read at its middle, which is 15: dx is 1/4 each; one step of 1 in y is
// half a pixel, so d/dy = 20 / 2 and d/dx = 10 / 2.
BOOST_AUTO_TEST_CASE(gradients_by_hand) {
  const Variable x = parameter(tensor({1, 2, 2, 1}, {0, 10, 20, 30}));
  const Variable grid = parameter(zeros({1, 1, 1, 2}));
  const Variable y = grid_sample(x, grid);
  BOOST_TEST(y.item() == 15);
  const std::vector<Variable> d = gradients({y}, {x, grid});
  BOOST_TEST(values(d[0]) == std::vector<float>(4, 0.25));
  BOOST_TEST(values(d[1]) == (std::vector<float>{10, 5}));
}

BOOST_AUTO_TEST_CASE(the_identity_grid_gives_the_image) {
  const Variable x(random_normal({2, 5, 4, 3}, Random(1, "x"), 0, 1, DType::float64));
  const Variable identity(tensor({2, 4}, {0, 1, 0, 0, 0, 1, 0, 0}, DType::float64));
  const Variable y = grid_sample(x, similarity_grid(identity, {5, 4}));
  for (Index i = 0; i < x.numel(); ++i) {
    BOOST_TEST(std::abs(x.value().data<double>()[i] - y.value().data<double>()[i]) < 1e-12);
  }
}

BOOST_AUTO_TEST_CASE(positions_that_are_not_finite_show) {
  const Variable x(full({1, 3, 3, 1}, 1));
  BOOST_TEST(std::isnan(read(x, std::nan(""), 0)));
  BOOST_TEST(std::isnan(read(x, 0, std::numeric_limits<double>::infinity())));
}

BOOST_AUTO_TEST_CASE(same_bits_for_any_number_of_threads) {
  const Variable x = parameter(random_normal({2, 17, 19, 70}, Random(1, "x")));
  const Variable grid = parameter(random_normal({2, 23, 13, 2}, Random(2, "grid"), 0, 0.7));
  expect_same_bits({x, grid}, [=] { return grid_sample(x, grid); });
}

BOOST_AUTO_TEST_CASE(bad_input_is_explained) {
  const Variable x(zeros({2, 3, 3, 1}));
  expect_error(
      [&] {
        grid_sample(x, Variable(zeros({1, 3, 3, 2})));
      },
      "grid_sample: grid must be [2, Ho, Wo, 2], got [1, 3, 3, 2]");
  expect_error(
      [&] {
        grid_sample(x, Variable(zeros({2, 3, 3, 2}, DType::float64)));
      },
      "grid_sample: x is float32 but grid is float64");
  expect_error(
      [&] {
        grid_sample(Variable(zeros({2, 0, 3, 1})), x);
      },
      "grid_sample: x must be [N, H, W, C] with pixels, got [2, 0, 3, 1]");
}

BOOST_AUTO_TEST_SUITE_END()
