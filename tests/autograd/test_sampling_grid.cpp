#include "autograd/ops/sampling_grid.h"

#include <cmath>
#include <numbers>

#include "tests/autograd/image_ops.h"

using namespace mien;
using namespace mien::testing;

namespace {

void expect_close(const Variable& got, const std::vector<float>& expected) {
  const std::vector<float> v = values(got);
  BOOST_TEST_REQUIRE(v.size() == expected.size());
  for (std::size_t i = 0; i < v.size(); ++i) BOOST_TEST(std::abs(v[i] - expected[i]) < 1e-6);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sampling_grid_op)

BOOST_AUTO_TEST_CASE(identity) {
  const std::vector<float> expected = {-1, -1, -1, 0, -1, 1, 1, -1, 1, 0, 1, 1};  // (y, x)
  expect_close(affine_grid(Variable(tensor({1, 6}, {1, 0, 0, 0, 1, 0})), {2, 3}), expected);
  expect_close(similarity_grid(Variable(tensor({1, 4}, {0, 1, 0, 0})), {2, 3}), expected);
  expect_close(dense_grid(Variable(zeros({1, 2, 3, 2}))), expected);
  expect_close(dense_grid(Variable(full({1, 1, 1, 2}, 0.5))), {0.5, 0.5});
}

// A quarter turn: R = [0 -1; 1 0], so M = 2 [0 -1 -t2; 1 0 t1] with t = (0.1, 0.2).
BOOST_AUTO_TEST_CASE(translation_is_scaled_and_rotated) {
  const Variable p(tensor({1, 4}, {std::numbers::pi / 2, 2, 0.1, 0.2}));
  expect_close(similarity_matrix(p), {0, -2, -0.4f, 2, 0, 0.2f});
  // The first corner (-1, -1) goes to (2 - 0.4, -2 + 0.2).
  const std::vector<float> grid = values(similarity_grid(p, {2, 2}));
  BOOST_TEST(std::abs(grid[0] - 1.6f) < 1e-6);
  BOOST_TEST(std::abs(grid[1] + 1.8f) < 1e-6);
}

BOOST_AUTO_TEST_CASE(bad_input_is_explained) {
  const Variable p(zeros({2, 5}));
  expect_error(
      [&] {
        affine_grid(p, {2, 2});
      },
      "affine_grid: parameters must be [N, 6], got [2, 5]");
  expect_error(
      [&] {
        similarity_grid(p, {2, 2});
      },
      "similarity_grid: parameters must be [N, 4], got [2, 5]");
  expect_error(
      [&] {
        affine_grid(Variable(zeros({2, 6})), {0, 2});
      },
      "affine_grid: size must be at least 1 x 1, got 0 x 2");
  expect_error(
      [&] {
        dense_grid(Variable(zeros({1, 2, 2, 3})));
      },
      "dense_grid: flow must be [N, H, W, 2], got [1, 2, 2, 3]");
}

BOOST_AUTO_TEST_SUITE_END()
