#include "autograd/ops/matmul.h"

#include "autograd/check_alike.h"
#include "autograd/dispatch.h"
#include "autograd/from_op.h"
#include "autograd/operation_count.h"
#include "cpu/matmul.h"
#include "cuda/matmul.h"

namespace mien {
namespace {

// With y = op(a) op(b): the gradient of op(a) is dy op(b)^T, that of op(b) is op(a)^T dy; a
// transposed operand takes the transpose of that.
Variable gradient_a(const Variable& dy, const Variable& b, MatmulOptions o) {
  const auto [ta, tb, exact] = o;
  return ta ? matmul(b, dy, {tb, true, exact}) : matmul(dy, b, {false, !tb, exact});
}

Variable gradient_b(const Variable& dy, const Variable& a, MatmulOptions o) {
  const auto [ta, tb, exact] = o;
  return tb ? matmul(dy, a, {true, ta, exact}) : matmul(a, dy, {!ta, false, exact});
}

}  // namespace

Variable matmul(const Variable& a, const Variable& b, MatmulOptions options) {
  check(a.rank() == 2 && b.rank() == 2, "matmul: needs two matrices, got ", a.shape(), " and ",
        b.shape());
  check_alike("matmul", a.value(), b.value());
  const bool transpose_a = options.transpose_a, transpose_b = options.transpose_b;
  const Index m = a.dim(transpose_a ? 1 : 0), k = a.dim(transpose_a ? 0 : 1);
  const Index n = b.dim(transpose_b ? 0 : 1);
  check(b.dim(transpose_b ? 1 : 0) == k, "matmul: inner sizes differ, ", a.shape(),
        transpose_a ? " transposed" : "", " and ", b.shape(), transpose_b ? " transposed" : "");

  OperationCount::add(2.0 * static_cast<double>(m * n * k));
  Tensor y({m, n}, a.dtype(), a.value().device());
  dispatch(y, [&]<class T>(auto& backend) {
    matmul(backend, options.transpose_a, options.transpose_b, m, n, k, a.value().data<T>(),
           b.value().data<T>(), y.mutable_data<T>(), options.exact);
  });
  return from_op("matmul", y,
                 {{a, [b = saved(b, "b"),
                       options](const Variable& dy) { return gradient_a(dy, b(), options); }},
                  {b, [a = saved(a, "a"), options](const Variable& dy) {
                     return gradient_b(dy, a(), options);
                   }}});
}

}  // namespace mien
