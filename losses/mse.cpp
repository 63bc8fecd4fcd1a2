#include "losses/mse.h"

#include "autograd/ops/arithmetic.h"

namespace mien {

Variable mse_loss(const Variable& y, const Variable& target, Reduction reduction) {
  check(y.shape() == target.shape(), "mse_loss: y is ", y.shape(), " but target is ",
        target.shape());
  const Variable difference = y - target;
  return reduce(difference * difference, reduction);
}

}  // namespace mien
