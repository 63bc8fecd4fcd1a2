#include "autograd/ops/dropout.h"

#include "autograd/dispatch.h"
#include "autograd/from_op.h"
#include "autograd/map.h"
#include "autograd/ops/arithmetic.h"
#include "cpu/dropout.h"
#include "cuda/dropout.h"
#include "tensor/functors/arithmetic.h"

namespace mien {

Variable dropout(const Variable& x, double probability, const Random& random, const Tensor& step) {
  check(0 <= probability && probability < 1, "dropout: probability must be in [0, 1), got ",
        probability);
  check(!step.defined() ||
            (step.numel() == 1 && step.dtype() == DType::int64 && step.device() == x.device()),
        "dropout: the step must be one int64 on ", x.device());
  Variable mask(empty_like(x.value()));
  dispatch_maps(x.value(), [&]<class T>(auto& backend) {
    dropout_mask(backend, x.numel(), probability, random,
                 step.defined() ? step.data<std::int64_t>() : nullptr,
                 mask.value().mutable_data<T>());
  });
  return from_op("dropout", map("dropout", functors::Multiply{}, x.value(), mask.value()),
                 {{x, [mask](const Variable& dy) { return dy * mask; }}});
}

}  // namespace mien
