#include "autograd/cases/cases.h"

namespace mien {

std::vector<GradientCase> op_gradient_cases() {
  std::vector<GradientCase> all;
  for (auto family : {arithmetic_cases, activation_cases, convolution_cases, linear_algebra_cases,
                      reduction_cases, shape_cases}) {
    for (auto& entry : family()) all.push_back(std::move(entry));
  }
  return all;
}

}  // namespace mien
