#include "cuda/conv2d_run.h"

#include "cuda/buffer.h"
#include "cuda/fill.h"

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
  const std::array<Index, 3> size = sizes(problem.geometry);
  const int written = written_operand(problem.pass);
  Conv2dPlan::Tensors given{const_cast<void*>(operands.x), const_cast<void*>(operands.w),
                            const_cast<void*>(operands.y)};
  Conv2dPlan::Tensors wanted = given;
  std::array<std::optional<Buffer<std::byte>>, 3> converted;
  for (int i = 0; i < 3; ++i) {
    const DType from = stored_type(i, problem), to = planned_type(i, problem.pass, plan.storage());
    if (from == to) continue;
    wanted[i] = converted[i].emplace(context, size[i] * size_of(to)).data();
    if (i != written) convert(context, wanted[i], to, given[i], from, size[i]);
  }
  {
    const Buffer<std::byte> workspace(context, plan.workspace());
    plan.run(context.libraries().cudnn(), wanted, workspace.data());
  }
  if (converted[written]) {
    convert(context, given[written], stored_type(written, problem), wanted[written],
            planned_type(written, problem.pass, plan.storage()), size[written]);
  }
}

}  // namespace mien::cuda
