#include "autograd/check_alike.h"

namespace mien {
namespace {

void check_dtype(const char* op, DType dtype, const Tensor& x) {
  check(x.dtype() == dtype, op, ": dtypes differ, ", dtype, " and ", x.dtype());
}

}  // namespace

void check_alike(const char* op, const Tensor& a, const Tensor& b) {
  check_dtype(op, a.dtype(), b);
  check_device(op, a, b);
}

void check_alike_widened(const char* op, const Tensor& maps, const Tensor& x) {
  check_dtype(op, wide(maps.dtype()), x);
  check_device(op, maps, x);
}

void check_device(const char* op, const Tensor& a, const Tensor& b) {
  check(a.device() == b.device(), op, ": devices differ, ", a.device(), " and ", b.device());
}

}  // namespace mien
