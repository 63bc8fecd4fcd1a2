#include "autograd/cases/cases.h"
#include "autograd/ops/batch_norm.h"
#include "autograd/ops/conv2d.h"

namespace mien {
namespace {

GradientCase batch_norm_case(const Shape& shape, BatchNormMode mode, double slope = 1) {
  return {"batch_norm", "op", [=](const Random& random) {
            const Index C = shape[-1];
            const Variable x = normal_leaf(shape, random);
            const Variable gamma = normal_leaf({C}, random.at(1)),
                           beta = normal_leaf({C}, random.at(2));
            Tensor mean = random_normal({C}, random.at(3), 0, 1, DType::float64).to(x.device());
            Tensor variance =
                random_uniform({C}, random.at(4), 0.5, 2, DType::float64).to(x.device());
            return GradientProblem{{x, gamma, beta}, [=]() mutable {
                                     return batch_norm(x, gamma, beta, mean, variance,
                                                       {.mode = mode, .slope = slope});
                                   }};
          }};
}

// Of x + shift, where the shift's gradient is zero but in evaluation.
GradientCase shifted_case(BatchNormMode mode) {
  return {
      "batch_norm", "op", [=](const Random& random) {
        const Variable x = normal_leaf({2, 3, 2, 3}, random);
        const Variable gamma = normal_leaf({3}, random.at(1)),
                       beta = normal_leaf({3}, random.at(2)),
                       shift = normal_leaf({3}, random.at(3));
        Tensor mean = random_normal({3}, random.at(4), 0, 1, DType::float64).to(x.device());
        Tensor variance = random_uniform({3}, random.at(5), 0.5, 2, DType::float64).to(x.device());
        return GradientProblem{{x, gamma, beta, shift}, [=]() mutable {
                                 return batch_norm(x, gamma, beta, mean, variance,
                                                   {.mode = mode, .slope = 0.2, .shift = shift});
                               }};
      }};
}

// Behind a convolution that finds the moments, which are functions of its inputs.
GradientCase known_moments_case() {
  return {
      "batch_norm", "op", [](const Random& random) {
        const Variable x = normal_leaf({2, 3, 2, 2}, random);
        const Variable weight = normal_leaf({3, 2, 1, 2}, random.at(1));
        const Variable gamma = normal_leaf({3}, random.at(2)),
                       beta = normal_leaf({3}, random.at(3));
        Tensor mean = random_normal({3}, random.at(4), 0, 1, DType::float64).to(x.device());
        Tensor variance = random_uniform({3}, random.at(5), 0.5, 2, DType::float64).to(x.device());
        return GradientProblem{{x, weight, gamma, beta}, [=]() mutable {
                                 ChannelMoments moments;
                                 const Variable sums = conv2d(x, weight, {.moments = &moments}, {});
                                 return batch_norm(sums, gamma, beta, mean, variance,
                                                   {.slope = 0.2, .moments = moments});
                               }};
      }};
}

}  // namespace

std::vector<GradientCase> normalization_cases() {
  std::vector<GradientCase> all;
  for (const auto mode :
       {BatchNormMode::training, BatchNormMode::evaluation, BatchNormMode::batch_statistics}) {
    all.push_back(batch_norm_case({5, 3}, mode));
    all.push_back(batch_norm_case({2, 3, 2, 3}, mode));
    all.push_back(batch_norm_case({2, 3, 2, 3}, mode, 0.2));
    all.push_back(shifted_case(mode));
  }
  all.push_back(known_moments_case());
  all.push_back({"instance_norm", "op", [](const Random& random) {
                   const Variable x = normal_leaf({2, 3, 2, 3}, random);
                   return GradientProblem{{x}, [=] { return instance_norm(x); }};
                 }});
  all.push_back(
      {"instance_norm", "op", [](const Random& random) {
         const Variable x = normal_leaf({2, 3, 2, 2}, random);
         const Variable gamma = normal_leaf({2}, random.at(1));
         const Variable beta = normal_leaf({2}, random.at(2));
         return GradientProblem{{x, gamma, beta}, [=] { return instance_norm(x, gamma, beta); }};
       }});
  return all;
}

}  // namespace mien
