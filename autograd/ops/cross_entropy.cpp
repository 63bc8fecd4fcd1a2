#include "autograd/ops/cross_entropy.h"

#include "autograd/from_op.h"
#include "autograd/map.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/sigmoid.h"
#include "autograd/ops/softmax.h"
#include "autograd/ops/sum.h"
#include "autograd/ops/where.h"
#include "tensor/functors/activation.h"

namespace mien {
namespace {

// [N, K]: 1 at each label, else 0.
Tensor one_hot(const Tensor& labels, Index K, DType dtype) {
  const Tensor wide = labels.to(kCpu).to(DType::int64);
  Tensor mask = zeros({labels.dim(0), K}, dtype);
  visit_dtype(dtype, [&]<class T>() {
    T* const y = mask.mutable_data<T>();
    for (Index n = 0; n < labels.dim(0); ++n) {
      const Index label = wide.data<Index>()[n];
      check(0 <= label && label < K, "cross_entropy: label ", label, " at ", n, " is outside [0, ",
            K, ")");
      y[n * K + label] = static_cast<T>(1.0f);
    }
  });
  return mask;
}

}  // namespace

Variable cross_entropy(const Variable& logits, const Tensor& labels) {
  check(logits.rank() == 2 && logits.dim(0) > 0, "cross_entropy: logits must be [N, K], got ",
        logits.shape());
  check(labels.shape() == Shape{logits.dim(0)}, "cross_entropy: labels must be [", logits.dim(0),
        "], got ", labels.shape());
  check(labels.dtype() == DType::int64 || labels.dtype() == DType::int32,
        "cross_entropy: labels must be int64 or int32, got ", labels.dtype());
  const Variable chosen(one_hot(labels, logits.dim(1), logits.dtype()).to(logits.device()));
  const Variable zero = scalar_like(logits, 0);
  return sum(where(chosen, log_softmax(logits), zero)) / -static_cast<double>(logits.dim(0));
}

Variable binary_cross_entropy_with_logits(const Variable& logits, const Variable& targets) {
  const char* const op = "binary_cross_entropy_with_logits";
  check(targets.shape() == logits.shape() || targets.rank() == 0, op, ": targets must be ",
        logits.shape(), " or a scalar, got ", targets.shape());
  const Saved x = saved(logits, "logits");
  const Tensor each =
      map(op, functors::BinaryCrossEntropyWithLogits{}, logits.value(), targets.value());
  return mean(from_op(op, each,
                      {{logits, [x, t = saved(targets, "targets")](
                                    const Variable& dy) { return dy * (sigmoid(x()) - t()); }},
                       {targets, [x, to = targets.shape()](const Variable& dy) {
                          return sum_to(-(dy * x()), to);
                        }}}));
}

}  // namespace mien
