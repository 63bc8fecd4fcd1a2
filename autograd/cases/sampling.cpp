#include "autograd/cases/cases.h"
#include "autograd/ops/corners.h"
#include "autograd/ops/grid_sample.h"
#include "autograd/ops/sampling_grid.h"
#include "autograd/ops/trigonometry.h"

namespace mien {
namespace {

// Positions between pixel centres, some of them outside the image: the slope jumps at centres.
Variable grid_leaf(const Shape& shape, ImageSize image, const Random& random) {
  Tensor grid = random_uniform(shape, random, 0.1, 0.9, DType::float64);
  double* at = grid.mutable_data<double>();
  for (Index i = 0; i < grid.numel(); ++i) {
    const Index size = i % 2 == 0 ? image.height : image.width;
    const Index pixel = random.at(1).below(i, size + 2) - 2 + i % 2;
    at[i] = 2 * (static_cast<double>(pixel) + at[i]) / static_cast<double>(size - 1) - 1;
  }
  return leaf_of(grid);
}

// Two images of 3 x 2 pixels, two points each; a corner used twice, one outside.
const Shape kCorners{2, 1, 2, 4};
Tensor some_corners() {
  return tensor(kCorners, {0, 1, 2, 3, 1, -1, 3, 5, 4, 4, 0, 1, -1, -1, -1, 2}, DType::int32);
}

}  // namespace

std::vector<GradientCase> sampling_cases() {
  std::vector<GradientCase> all = {
      normal_case("sin", {2, 3}, [](const Variable& x) { return sin(x); }),
      normal_case("cos", {2, 3}, [](const Variable& x) { return cos(x); }),
      normal_case("affine_grid", {2, 6},
                  [](const Variable& p) {
                    return affine_grid(p, {3, 2});
                  }),
      normal_case("similarity_matrix", {3, 4}, similarity_matrix),
      normal_case("similarity_grid", {2, 4},
                  [](const Variable& p) {
                    return similarity_grid(p, {2, 3});
                  }),
      normal_case("dense_grid", {2, 3, 2, 2}, dense_grid)};
  all.push_back({"grid_sample", "op", [](const Random& random) {
                   const Variable x = normal_leaf({2, 3, 4, 2}, random);
                   const Variable grid = grid_leaf({2, 3, 2, 2}, {3, 4}, random.at(1));
                   return GradientProblem{{x, grid}, [=] { return grid_sample(x, grid); }};
                 }});
  all.push_back({"gather_corners", "op", [](const Random& random) {
                   const Variable x = normal_leaf({2, 3, 2, 3}, random);
                   const Variable w = normal_leaf(kCorners, random.at(1));
                   return GradientProblem{
                       {x, w}, [=] { return gather_corners(x, w, some_corners().to(w.device())); }};
                 }});
  all.push_back({"scatter_corners", "op", [](const Random& random) {
                   const Variable dy = normal_leaf({2, 1, 2, 3}, random);
                   const Variable w = normal_leaf(kCorners, random.at(1));
                   return GradientProblem{
                       {dy, w}, [=] {
                         return scatter_corners(dy, w, some_corners().to(w.device()), {3, 2});
                       }};
                 }});
  all.push_back({"dot_corners", "op", [](const Random& random) {
                   const Variable x = normal_leaf({2, 3, 2, 3}, random);
                   const Variable dy = normal_leaf({2, 1, 2, 3}, random.at(1));
                   return GradientProblem{
                       {x, dy}, [=] { return dot_corners(x, dy, some_corners().to(x.device())); }};
                 }});
  return all;
}

}  // namespace mien
