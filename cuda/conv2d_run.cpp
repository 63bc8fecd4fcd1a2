#include "cuda/conv2d_run.h"

#include "cuda/buffer.h"
#include "cuda/narrow.h"

namespace mien::cuda {
namespace {

std::array<Index, 3> sizes(const Conv2dGeometry& g) {
  return {g.batch * g.in_height * g.in_width * g.in_channels,
          g.out_channels * g.kernel_height * g.kernel_width * g.group_in(),
          g.batch * g.out_height * g.out_width * g.out_channels};
}

}  // namespace

void run_plan(const Context& context, const Conv2dProblem& problem, const Conv2dPlan& plan,
              const Conv2dOperands& operands) {
  const std::array given{const_cast<float*>(operands.x), const_cast<float*>(operands.w),
                         const_cast<float*>(operands.y)};
  const std::array<Index, 3> size = sizes(problem.geometry);
  const int written = written_operand(problem.pass);
  std::array<std::optional<Buffer<bfloat16>>, 3> narrowed;
  Conv2dPlan::Tensors tensors;
  for (int i = 0; i < 3; ++i) {
    tensors[i] = given[i];
    if (!is_narrow(i, problem.pass, plan.storage())) continue;
    tensors[i] = narrowed[i].emplace(context, size[i]).data();
    if (i != written) narrow(context, size[i], given[i], narrowed[i]->data());
  }
  {
    const Buffer<std::byte> workspace(context, plan.workspace());
    plan.run(context.libraries().cudnn(), tensors, workspace.data());
  }
  if (narrowed[written]) {
    widen(context, size[written], narrowed[written]->data(), given[written]);
  }
}

}  // namespace mien::cuda
