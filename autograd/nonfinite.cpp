#include "autograd/nonfinite.h"

#include <cmath>
#include <string>

#include "autograd/layer_scope.h"
#include "tensor/functors/convert.h"

namespace mien {
namespace {

thread_local bool guarded = false;

// Index of the first element that is not finite, or -1.
Index first_non_finite(const Tensor& x) {
  if (!is_floating(x.dtype())) return -1;
  const Tensor host = x.to(kCpu);
  return visit_dtype(x.dtype(), [&]<class T>() -> Index {
    const std::span<const T> values = host.span<T>();
    for (Index i = 0; i < x.numel(); ++i) {
      if (!std::isfinite(functors::convert<double>(values[i]))) return i;
    }
    return -1;
  });
}

std::string position_of(Index flat, const Shape& shape) {
  Shape position = shape;
  for (int axis = shape.rank() - 1; axis >= 0; --axis) {
    position = position.with(axis, flat % shape[axis]);
    flat /= shape[axis];
  }
  return position.str();
}

}  // namespace

bool all_finite(const Tensor& x) { return first_non_finite(x) < 0; }

NonFiniteGuard::NonFiniteGuard() : previous_(guarded) { guarded = true; }
NonFiniteGuard::~NonFiniteGuard() { guarded = previous_; }

void NonFiniteGuard::inspect(const Tensor& x, std::string_view op, std::string_view what,
                             std::string_view layer) {
  if (!guarded) return;
  const Index at = first_non_finite(x);
  if (at < 0) return;
  if (layer.empty()) layer = LayerScope::path();
  throw NonFiniteError(text(op, layer.empty() ? "" : " in ", layer, ": ", what,
                            " has a NaN or infinity at ", position_of(at, x.shape()), " of ",
                            x.shape()));
}

}  // namespace mien
