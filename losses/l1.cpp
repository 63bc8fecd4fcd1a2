#include "losses/l1.h"

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/elementary.h"

namespace mien {

Variable l1_loss(const Variable& y, const Variable& target, Reduction reduction) {
  check(y.shape() == target.shape(), "l1_loss: y is ", y.shape(), " but target is ",
        target.shape());
  return reduce(abs(y - target), reduction);
}

}  // namespace mien
