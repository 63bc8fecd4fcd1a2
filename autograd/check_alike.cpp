#include "autograd/check_alike.h"

namespace mien {
namespace {

void check_is(const char* op, DType dtype, Device device, const Tensor& x) {
  check(x.dtype() == dtype, op, ": dtypes differ, ", dtype, " and ", x.dtype());
  check(x.device() == device, op, ": devices differ, ", device, " and ", x.device());
}

}  // namespace

void check_alike(const char* op, const Tensor& a, const Tensor& b) {
  check_is(op, a.dtype(), a.device(), b);
}

void check_alike_widened(const char* op, const Tensor& maps, const Tensor& x) {
  check_is(op, wide(maps.dtype()), maps.device(), x);
}

}  // namespace mien
