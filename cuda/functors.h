#pragma once

#include "tensor/functors/activation.h"
#include "tensor/functors/arithmetic.h"
#include "tensor/functors/compare.h"
#include "tensor/functors/elementary.h"
#include "tensor/functors/margin_rule.h"
#include "tensor/functors/relu.h"
#include "tensor/functors/trigonometry.h"
#include "tensor/functors/update_rules.h"

// Which functors have a kernel, and of how many inputs. A functor joins a list here; the file of
// that list (cuda/elementwise_arithmetic.cu, ...) then compiles its kernels for float and double.

// clang-format off
#define MIEN_ARITHMETIC_FUNCTORS(X) \
  X(Add, 2) X(Subtract, 2) X(Multiply, 2) X(Divide, 2) X(Negate, 1) X(WeightedSum, 2) X(Copy, 1)

#define MIEN_SELECTION_FUNCTORS(X) \
  X(IsFinite, 1) X(Greater, 2) X(GreaterEqual, 2) X(Less, 2) X(LessEqual, 2) X(Equal, 2) X(NotEqual, 2) \
  X(Where, 3) X(Minimum, 2) X(Maximum, 2) X(Clamp, 1) X(ClampBackward, 2) X(MarginRule, 2)

#define MIEN_ACTIVATION_FUNCTORS(X) \
  X(Relu, 1) X(ReluBackward, 2) X(LeakyRelu, 1) X(LeakyReluBackward, 2) X(Prelu, 2) \
  X(PreluBackward, 3) X(Sigmoid, 1) X(SigmoidBackward, 2) X(Tanh, 1) X(TanhBackward, 2) \
  X(Softplus, 1) X(BinaryCrossEntropyWithLogits, 2)

#define MIEN_ELEMENTARY_FUNCTORS(X) \
  X(Abs, 1) X(Sign, 1) X(Exp, 1) X(Log, 1) X(Sqrt, 1) X(Square, 1) X(Pow, 2) X(Sin, 1) X(Cos, 1) \
  X(AdamStepSize, 1) X(AdamRootSize, 1)

// Rules of optimisers, by the number of states, for cuda/update.cu.
#define MIEN_UPDATE_RULES(X) \
  X(SgdStep, 0) X(MomentumStep, 1) X(RmsPropStep, 1) X(AdamStep, 2) X(AverageStep, 0)
// clang-format on

namespace mien::cuda {

/// Whether F is in one of the lists with that number of inputs.
template <class F, int kInputs>
inline constexpr bool kHasKernel = false;

#define MIEN_HAS_KERNEL(F, kInputs) \
  template <>                       \
  inline constexpr bool kHasKernel<functors::F, kInputs> = true;
MIEN_ARITHMETIC_FUNCTORS(MIEN_HAS_KERNEL)
MIEN_SELECTION_FUNCTORS(MIEN_HAS_KERNEL)
MIEN_ACTIVATION_FUNCTORS(MIEN_HAS_KERNEL)
MIEN_ELEMENTARY_FUNCTORS(MIEN_HAS_KERNEL)
#undef MIEN_HAS_KERNEL

/// Whether F is a rule of the list with that number of states.
template <class F, int kStates>
inline constexpr bool kHasUpdate = false;

#define MIEN_HAS_UPDATE(F, kStates) \
  template <>                       \
  inline constexpr bool kHasUpdate<functors::F, kStates> = true;
MIEN_UPDATE_RULES(MIEN_HAS_UPDATE)
#undef MIEN_HAS_UPDATE

}  // namespace mien::cuda
