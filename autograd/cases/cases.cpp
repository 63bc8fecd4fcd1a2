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

GradientCase unary_case(const char* name, const UnaryOp& op,
                        const std::function<Variable(const Random&)>& leaf) {
  return {name, "op", [=](const Random& random) {
            const Variable x = leaf(random);
            return GradientProblem{{x}, [=] { return op(x); }};
          }};
}

GradientCase normal_case(const char* name, const Shape& shape, const UnaryOp& op) {
  return unary_case(name, op, [=](const Random& random) { return normal_leaf(shape, random); });
}

Variable distinct_leaf(const Shape& shape, const Random& random) {
  Tensor values(shape, DType::float64);
  const std::vector<Index> order = random_permutation(values.numel(), random);
  for (std::size_t i = 0; i < order.size(); ++i) {
    values.mutable_data<double>()[i] = 0.1 * static_cast<double>(order[i]) - 3;
  }
  return leaf_of(values);
}

}  // namespace mien
