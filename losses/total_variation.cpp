#include "losses/total_variation.h"

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/elementary.h"
#include "autograd/ops/slice.h"

namespace mien {

Variable total_variation_loss(const Variable& x, Reduction reduction) {
  check(x.rank() == 4 && x.dim(1) >= 2 && x.dim(2) >= 2,
        "total_variation_loss: x must be [N, H, W, C] of at least 2 x 2 pixels, got ", x.shape());
  const auto along = [&](int axis) {
    const Index size = x.dim(axis);
    const Variable step = slice(x, axis, 1, size) - slice(x, axis, 0, size - 1);
    return reduce(square(step), reduction);
  };
  return along(1) + along(2);
}

}  // namespace mien
