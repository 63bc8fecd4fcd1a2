#include "cuda/conv2d_plans.h"

#include <algorithm>
#include <iostream>
#include <limits>

#include "cuda/buffer.h"

namespace mien::cuda {
namespace {

constexpr Index kMostTimed = 10;                  // proposals
constexpr Index kMostWorkspace = Index{1} << 29;  // bytes

using Event = std::unique_ptr<CUevent_st, Destroy<cudaEventDestroy>>;

Event event() {
  cudaEvent_t made;
  MIEN_CUDA_CHECK(cudaEventCreate(&made));
  return Event(made);
}

void run_with_workspace(const Context& context, const Conv2dPlan& plan,
                        const Conv2dOperands& operands) {
  const Buffer<std::byte> workspace(context, plan.workspace());
  plan.run(context.libraries().cudnn(), operands, workspace.data());
}

// Milliseconds of one run; infinite where a plan fails although cuDNN offered it.
float duration(const Context& context, const Conv2dPlan& plan, const Conv2dOperands& operands) {
  constexpr int kRuns = 3;
  try {
    run_with_workspace(context, plan, operands);
    const Event begin = event(), end = event();
    MIEN_CUDA_CHECK(cudaEventRecord(begin.get(), context.stream()));
    for (int run = 0; run < kRuns; ++run) run_with_workspace(context, plan, operands);
    MIEN_CUDA_CHECK(cudaEventRecord(end.get(), context.stream()));
    MIEN_CUDA_CHECK(cudaEventSynchronize(end.get()));
    float milliseconds;
    MIEN_CUDA_CHECK(cudaEventElapsedTime(&milliseconds, begin.get(), end.get()));
    return milliseconds / kRuns;
  } catch (const CudaError&) {
    return std::numeric_limits<float>::infinity();
  }
}

const char* name_of(Conv2dPass pass) {
  switch (pass) {
    case Conv2dPass::forward:
      return "conv2d";
    case Conv2dPass::input_gradient:
      return "conv2d_input_gradient";
    default:
      return "conv2d_weight_gradient";
  }
}

void explain(const Conv2dProblem& problem, Index count, Index chosen, float milliseconds,
             const std::optional<Conv2dPlan>& plan) {
  const Conv2dGeometry& g = problem.geometry;
  std::string line =
      text(name_of(problem.pass), " x [", g.batch, ", ", g.in_height, ", ", g.in_width, ", ",
           g.in_channels, "], w [", g.out_channels, ", ", g.kernel_height, ", ", g.kernel_width,
           ", ", g.group_in(), "], stride ", g.stride_h, ": ");
  if (plan) {
    line += text("cuDNN's proposal ", chosen + 1, " of ", count, ", ", milliseconds, " ms, ",
                 plan->workspace() >> 10, " KiB of workspace");
  } else {
    line += text("the direct loops, as cuDNN has no ", to_string(problem.precision), " engine");
  }
  std::cerr << line << '\n';
}

}  // namespace

bool Conv2dPlans::run(const Context& context, const Conv2dProblem& problem,
                      const Conv2dOperands& operands) {
  auto found = plans_.find(problem);
  if (found == plans_.end()) {
    found = plans_.emplace(problem, choose(context, problem, operands)).first;
  }
  if (!found->second) return false;
  run_with_workspace(context, *found->second, operands);
  return true;
}

std::optional<Conv2dPlan> Conv2dPlans::choose(const Context& context, const Conv2dProblem& problem,
                                              const Conv2dOperands& operands) {
  Conv2dCandidates candidates(context.libraries().cudnn(), problem);
  std::optional<Conv2dPlan> best;
  Index chosen = 0, timed = 0;
  float least = std::numeric_limits<float>::infinity();
  for (Index i = 0; i < candidates.count() && timed < kMostTimed; ++i) {
    std::optional<Conv2dPlan> plan = candidates.plan(i);
    if (!plan || plan->workspace() > kMostWorkspace) continue;
    ++timed;
    const float taken = duration(context, *plan, operands);
    if (taken < least) least = taken, chosen = i, best = std::move(plan);
  }
  if (context.settings().explain) explain(problem, candidates.count(), chosen, least, best);
  return best;
}

}  // namespace mien::cuda
