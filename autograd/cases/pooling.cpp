#include "autograd/cases/cases.h"
#include "autograd/ops/avg_pool2d.h"
#include "autograd/ops/max_pool2d.h"
#include "autograd/ops/resample2d.h"
#include "autograd/ops/upsample.h"

namespace mien {
namespace {

// Geometries that overlap, leave gaps, hang over and pad.
const std::vector<Pool2dOptions> kPools = {
    {.kernel = 2},
    {.kernel = 3, .stride = 2, .padding = 1},
    {.kernel = 3, .stride = 2, .ceil_mode = true},
    {.kernel = 2, .stride = 3, .padding = 1, .ceil_mode = true, .count_include_pad = false}};

AxisWeights some_weights() {
  AxisWeights weights(3);
  weights.add(0, 0.5);
  weights.add(2, -1.5);
  weights.close();
  weights.close();  // an output without terms
  weights.add(2, 2);
  weights.close();
  return weights;
}

}  // namespace

std::vector<GradientCase> pooling_cases() {
  std::vector<GradientCase> all;
  for (const Pool2dOptions& options : kPools) {
    all.push_back(normal_case("avg_pool2d", {2, 5, 6, 3},
                              [=](const Variable& x) { return avg_pool2d(x, options); }));
    all.push_back({"max_pool2d", "op", [=](const Random& random) {
                     const Variable x = distinct_leaf({2, 5, 6, 3}, random);
                     return GradientProblem{{x}, [=] { return max_pool2d(x, options); }};
                   }});
  }
  // Two windows of three, two apart, that share the pixel in the middle.
  const Tensor indices = tensor({1, 1, 2, 2}, {2, 6, 2, 13}, DType::int32);
  const Pool2dOptions overlap{.kernel = 3, .stride = 2};
  all.push_back(normal_case("max_pool2d_scatter", {1, 1, 2, 2}, [=](const Variable& dy) {
    return max_pool2d_scatter(dy, indices.to(dy.device()), {1, 3, 5, 2}, overlap);
  }));
  all.push_back(normal_case("max_pool2d_gather", {1, 3, 5, 2}, [=](const Variable& x) {
    return max_pool2d_gather(x, indices.to(x.device()), overlap);
  }));
  all.push_back(normal_case("global_avg_pool", {2, 3, 4, 2}, global_avg_pool));
  all.push_back(normal_case("resample2d", {2, 3, 3, 2}, [](const Variable& x) {
    return resample2d(x, some_weights(), some_weights().transposed());
  }));
  all.push_back(normal_case("upsample_nearest", {2, 2, 3, 2},
                            [](const Variable& x) { return upsample_nearest(x, 3); }));
  for (const bool aligned : {false, true}) {
    all.push_back(normal_case("upsample_bilinear", {2, 2, 3, 2}, [=](const Variable& x) {
      return upsample_bilinear(x, {5, 4}, aligned);
    }));
  }
  return all;
}

}  // namespace mien
