#include "autograd/ops/extremes.h"

#include "autograd/from_op.h"
#include "autograd/map.h"
#include "autograd/ops/compare.h"
#include "autograd/ops/sum.h"
#include "autograd/ops/where.h"
#include "tensor/functors/compare.h"

namespace mien {
namespace {

// Wraps y = min(a, b) or max(a, b); `first` compares a with b and holds where y is a.
template <class Compare>
Variable extreme(const char* op, Tensor y, const Variable& a, const Variable& b, Compare first) {
  const Saved a_saved = saved(a.detach(), "a"), b_saved = saved(b.detach(), "b");
  return from_op(op, std::move(y),
                 {{a,
                   [=](const Variable& dy) {
                     const Variable zero = scalar_like(dy, 0);
                     return sum_to(where(first(a_saved(), b_saved()), dy, zero), a_saved().shape());
                   }},
                  {b, [=](const Variable& dy) {
                     const Variable zero = scalar_like(dy, 0);
                     return sum_to(where(first(a_saved(), b_saved()), zero, dy), b_saved().shape());
                   }}});
}

}  // namespace

Variable minimum(const Variable& a, const Variable& b) {
  return extreme("minimum", map("minimum", functors::Minimum{}, a.value(), b.value()), a, b,
                 [](const Variable& p, const Variable& q) { return less_equal(p, q); });
}

Variable maximum(const Variable& a, const Variable& b) {
  return extreme("maximum", map("maximum", functors::Maximum{}, a.value(), b.value()), a, b,
                 [](const Variable& p, const Variable& q) { return greater_equal(p, q); });
}

Variable clamp(const Variable& x, double low, double high) {
  check(low <= high, "clamp: needs low <= high, got ", low, " and ", high);
  return from_op("clamp", map("clamp", functors::Clamp{low, high}, x.value()),
                 {{x, [x = saved(x, "x"), low, high](const Variable& dy) {
                     return clamp_backward(x(), dy, low, high);
                   }}});
}

Variable clamp_backward(const Variable& x, const Variable& dy, double low, double high) {
  check(x.shape() == dy.shape(), "clamp_backward: x is ", x.shape(), " but dy is ", dy.shape());
  // Its derivative with respect to x is zero wherever it exists.
  return from_op("clamp_backward",
                 map("clamp_backward", functors::ClampBackward{low, high}, x.value(), dy.value()),
                 {{dy, [x = saved(x.detach(), "x"), low, high](const Variable& ddx) {
                     return clamp_backward(x(), ddx, low, high);
                   }}});
}

}  // namespace mien
