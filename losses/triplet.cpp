#include "losses/triplet.h"

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/compare.h"
#include "autograd/ops/elementary.h"
#include "autograd/ops/relu.h"
#include "autograd/ops/sum.h"

namespace mien {
namespace {

void check_shapes(const char* loss, const Variable& anchor, const Variable& positive,
                  const Variable& negative) {
  check(anchor.rank() == 2 && anchor.dim(0) > 0 && positive.shape() == anchor.shape() &&
            negative.shape() == anchor.shape(),
        loss, ": all must be [N, D], got ", anchor.shape(), ", ", positive.shape(), " and ",
        negative.shape());
}

// |a - b|^2 of each row.
Variable distances(const Variable& a, const Variable& b) { return sum(square(a - b), {1}); }

// How much closer the negative is than it should be.
Variable violations(const Variable& anchor, const Variable& positive, const Variable& negative,
                    double margin) {
  return distances(anchor, positive) - distances(anchor, negative) + margin;
}

}  // namespace

Variable triplet_loss(const Variable& anchor, const Variable& positive, const Variable& negative,
                      double margin) {
  check_shapes("triplet_loss", anchor, positive, negative);
  return mean(relu(violations(anchor, positive, negative, margin)));
}

Variable active_anchor_loss(const Variable& anchor, const Variable& positive,
                            const Variable& negative, double margin) {
  check_shapes("active_anchor_loss", anchor, positive, negative);
  const Variable p = positive.detach();
  const Variable active = greater(violations(anchor.detach(), p, negative.detach(), margin), 0.0);
  return mean(distances(anchor, p) * active) / static_cast<double>(anchor.dim(1));
}

}  // namespace mien
