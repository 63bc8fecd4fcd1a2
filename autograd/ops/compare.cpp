#include "autograd/ops/compare.h"

#include "autograd/map.h"
#include "tensor/functors/compare.h"

namespace mien {

Variable greater(const Variable& a, const Variable& b) {
  return Variable(map("greater", functors::Greater{}, a.value(), b.value()));
}

Variable greater_equal(const Variable& a, const Variable& b) {
  return Variable(map("greater_equal", functors::GreaterEqual{}, a.value(), b.value()));
}

Variable less(const Variable& a, const Variable& b) {
  return Variable(map("less", functors::Less{}, a.value(), b.value()));
}

Variable less_equal(const Variable& a, const Variable& b) {
  return Variable(map("less_equal", functors::LessEqual{}, a.value(), b.value()));
}

Variable equal(const Variable& a, const Variable& b) {
  return Variable(map("equal", functors::Equal{}, a.value(), b.value()));
}

Variable not_equal(const Variable& a, const Variable& b) {
  return Variable(map("not_equal", functors::NotEqual{}, a.value(), b.value()));
}

}  // namespace mien
