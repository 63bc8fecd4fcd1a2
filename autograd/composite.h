#pragma once

#include <functional>
#include <vector>

#include "autograd/variable.h"

namespace mien {

/// The recorded gradients of a fused op, through its definition from simple ops.
///
/// A fused op has kernels for its value and its gradients. When the walk itself is recorded, its
/// gradient function returns this instead: `definition` computes the op from copies of `inputs` by
/// differentiable ops, and is differentiated. Entry i is defined where needed[i]: zeros
/// where the definition does not depend on that input.
std::vector<Variable> composite_gradients(
    const std::vector<Variable>& inputs,
    const std::function<Variable(const std::vector<Variable>&)>& definition, const Variable& dy,
    const std::vector<bool>& needed);

}  // namespace mien
