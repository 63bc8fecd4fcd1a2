#pragma once

#include <map>
#include <optional>

#include "cuda/context.h"
#include "cuda/conv2d_plan.h"

// For the sources of cuda/ alone.

namespace mien::cuda {

/// The plan of each convolution that a card has computed so far.
///
/// The first time a problem comes, cuDNN's first proposals are timed on its operands and the
/// fastest stays: what cuDNN expects to be fast is often 1.5 times slower than the best. A file,
/// one for each card and version of cuDNN, remembers the choices, so that the next program starts
/// with them (Note [Plan file]).
class Conv2dPlans {
 public:
  /// Queues the convolution; false where cuDNN has no way to compute it.
  bool run(const Context& context, const Conv2dProblem& problem, const Conv2dOperands& operands);

 private:
  std::optional<Conv2dPlan> choose(const Context& context, const Conv2dProblem& problem,
                                   const Conv2dOperands& operands);

  std::map<Conv2dProblem, std::optional<Conv2dPlan>> plans_;
};

}  // namespace mien::cuda
