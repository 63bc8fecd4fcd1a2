#pragma once

#include <functional>
#include <vector>

#include "autograd/gradient_check.h"

namespace mien {

/// The gradient cases of every op, family by family. Every function in autograd/ops that returns a
/// Variable has at least one case under its name; a test compares the two lists.
std::vector<GradientCase> activation_cases();
std::vector<GradientCase> arithmetic_cases();
std::vector<GradientCase> convolution_cases();
std::vector<GradientCase> elementary_cases();
std::vector<GradientCase> linear_algebra_cases();
std::vector<GradientCase> normalization_cases();
std::vector<GradientCase> pooling_cases();
std::vector<GradientCase> reduction_cases();
std::vector<GradientCase> sampling_cases();
std::vector<GradientCase> selection_cases();
std::vector<GradientCase> shape_cases();

/// All of them.
std::vector<GradientCase> op_gradient_cases();

// What several families are made of.

using UnaryOp = std::function<Variable(const Variable&)>;

/// The case of an op of one leaf, which `leaf` draws.
GradientCase unary_case(const char* name, const UnaryOp& op,
                        const std::function<Variable(const Random&)>& leaf);
/// The same with a leaf of normal values.
GradientCase normal_case(const char* name, const Shape& shape, const UnaryOp& op);

/// Values at least 0.1 apart, in random order, so that no maximum changes within the step of a
/// difference.
Variable distinct_leaf(const Shape& shape, const Random& random);

}  // namespace mien
