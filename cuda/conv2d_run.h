#pragma once

#include "cuda/context.h"
#include "cuda/conv2d_plan.h"

// For the sources of cuda/ alone.

namespace mien::cuda {

/// The three tensors of a convolution, stored as stored_type() says; the pass says which of them is
/// written.
struct Conv2dOperands {
  const void *x, *w, *y;
};

/// Queues a convolution as the plan says, with workspace from the context's allocator; converts
/// what the plan wants in another type (Note [Factors in bfloat16]).
void run_plan(const Context& context, const Conv2dProblem& problem, const Conv2dPlan& plan,
              const Conv2dOperands& operands);

}  // namespace mien::cuda
