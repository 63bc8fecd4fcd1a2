#pragma once

#include <string_view>
#include <vector>

#include "autograd/variable.h"

namespace mien {

struct GradientOptions {
  bool create_graph = false;  ///< record the walk itself, so that gradients can be differentiated
  bool retain_graph = false;  ///< keep what ops saved, so that the graph can be walked again
};

/// The gradients of sum_k <outputs[k], upstream[k]> with respect to each of `inputs`.
///
/// `upstream` holds one gradient per output, of its shape; left out, every output must be a scalar
/// and gets 1. Only paths from outputs to inputs are walked. An input that no output depends on
/// gets zeros. With create_graph the results can be differentiated again; otherwise what the ops
/// on the path saved is let go during the walk, unless retain_graph. Throws std::invalid_argument
/// for a mismatch or outputs that recorded nothing, std::logic_error when the graph was already let
/// go or a saved tensor changed.
std::vector<Variable> gradients(const std::vector<Variable>& outputs,
                                const std::vector<Variable>& inputs,
                                const std::vector<Variable>& upstream = {},
                                GradientOptions options = {});

/// Adds the gradients of the scalar `loss` into `grad()` of every leaf it depends on. Throws as
/// gradients does, and std::invalid_argument for create_graph: what is to be differentiated again
/// is what `gradients` returns.
void backward(const Variable& loss, GradientOptions options = {});

/// The op whose gradient is being computed on this thread, for error messages.
std::string_view walking_op();

}  // namespace mien
