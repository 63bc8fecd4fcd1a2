#pragma once

#include "cuda/context.h"
#include "cuda/conv2d_cudnn.h"
#include "cuda/conv2d_plan.h"

// For the sources of cuda/ alone.

namespace mien::cuda {

/// Queues a convolution as the plan says, with workspace from the context's allocator; converts
/// what the plan wants in another type (Note [Factors in bfloat16]).
void run_plan(const Context& context, const Conv2dProblem& problem, const Conv2dPlan& plan,
              const Conv2dOperands& operands);

}  // namespace mien::cuda
