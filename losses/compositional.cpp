#include "losses/compositional.h"

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/elementary.h"
#include "autograd/ops/sum.h"

namespace mien {

Variable compositional_loss(const Variable& y, const Variable& target, const Tensor& parts,
                            const CompositionalOptions& o) {
  check(y.rank() == 4 && y.shape() == target.shape(), "compositional_loss: y is ", y.shape(),
        " but target is ", target.shape());
  check(parts.rank() == 4 && parts.dim(0) == y.dim(0) && parts.dim(1) == y.dim(1) &&
            parts.dim(2) == y.dim(2),
        "compositional_loss: parts must be [", y.dim(0), ", ", y.dim(1), ", ", y.dim(2),
        ", P], got ", parts.shape());
  check(o.delta >= 0 && o.delta <= 1 && o.spare_area >= 0,
        "compositional_loss: delta must be in [0, 1] and the spare area not negative, got ",
        o.delta, " and ", o.spare_area);
  const bool by_area = o.form == CompositionalForm::area;
  const Variable p(parts);
  const double colours = by_area ? 1 : static_cast<double>(y.dim(3));
  const double pixels = static_cast<double>(y.dim(1) * y.dim(2));

  const Variable error = sum(abs(y - target), {3}, true);  // p >= 0: |(y - t) p| = |y - t| p
  const Variable whole = mean(error) / colours;
  const Variable of_parts = sum(error * p, {1, 2});  // [N, P]
  const Variable areas = by_area ? sum(p, {1, 2}) + o.spare_area : scalar_like(p, pixels * colours);
  const Variable all_parts = sum(of_parts / areas) / static_cast<double>(y.dim(0));
  return whole * o.delta + all_parts * (1 - o.delta);
}

}  // namespace mien
