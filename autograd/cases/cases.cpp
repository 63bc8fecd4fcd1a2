#include "autograd/cases/cases.h"

namespace mien {

std::vector<GradientCase> op_gradient_cases() {
  std::vector<GradientCase> all;
  for (auto family : {
           activation_cases,
           arithmetic_cases,
           convolution_cases,
           elementary_cases,
           linear_algebra_cases,
           normalization_cases,
           pooling_cases,
           reduction_cases,
           sampling_cases,
           selection_cases,
           shape_cases,
       }) {
    for (auto& entry : family()) all.push_back(std::move(entry));
  }
  return all;
}

}  // namespace mien
