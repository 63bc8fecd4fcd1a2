#pragma once

#include <map>
#include <optional>

#include "cuda/context.h"
#include "cuda/conv2d_run.h"
#include "cuda/plan_file.h"

// For the sources of cuda/ alone.

namespace mien::cuda {

/// The plan of each convolution that a card has computed so far.
///
/// The first time a problem comes, cuDNN's first proposals are timed on its operands, for what it
/// expects to be fast is often 1.5 times slower than the best. The fastest stays, or one with less
/// workspace that is hardly slower; times include what a plan has to convert. A file, one for each
/// card and version of cuDNN, remembers the choices, so that the next program starts with them
/// (Note [Plan file]). Where results are to be the same in every run the first proposal that works
/// is taken: clocks do not repeat themselves.
class Conv2dPlans {
 public:
  /// Queues the convolution; false where cuDNN has no way to compute it.
  bool run(const Context& context, const Conv2dProblem& problem, const Conv2dOperands& operands);

 private:
  std::optional<Conv2dPlan> choose(const Context& context, const Conv2dProblem& problem,
                                   const Conv2dOperands& operands);
  PlanFile& file(const Context& context);

  std::optional<PlanFile> file_;  // opened at the first problem
  std::map<Conv2dProblem, std::optional<Conv2dPlan>> plans_;
};

}  // namespace mien::cuda
