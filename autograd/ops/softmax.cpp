#include "autograd/ops/softmax.h"

#include "autograd/dispatch.h"
#include "autograd/from_op.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/elementary.h"
#include "autograd/ops/sum.h"
#include "cpu/softmax.h"
#include "cuda/softmax.h"

namespace mien {
namespace {

void check_logits(const char* op, const Variable& x) {
  check(x.rank() >= 1 && x.dim(-1) > 0, op, ": x must be [..., K] with K > 0, got ", x.shape());
}

}  // namespace

Variable softmax(const Variable& x) {
  check_logits("softmax", x);
  const Index K = x.dim(-1);
  Tensor y = empty_like(x.value());
  dispatch(y, [&]<class T>(auto& backend) {
    softmax(backend, x.numel() / K, K, x.value().data<T>(), y.mutable_data<T>());
  });
  return from_op("softmax", y, {{x, [](const Variable& dy, const Variable& y) {
                                   return y * (dy - sum(dy * y, {-1}, true));
                                 }}});
}

Variable log_softmax(const Variable& x) {
  check_logits("log_softmax", x);
  const Index K = x.dim(-1);
  Tensor y = empty_like(x.value());
  dispatch(y, [&]<class T>(auto& backend) {
    log_softmax(backend, x.numel() / K, K, x.value().data<T>(), y.mutable_data<T>());
  });
  return from_op("log_softmax", y, {{x, [](const Variable& dy, const Variable& y) {
                                       return dy - exp(y) * sum(dy, {-1}, true);
                                     }}});
}

}  // namespace mien
