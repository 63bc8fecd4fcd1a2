#include "autograd/ops/grid_sample.h"

#include "autograd/ops/cast.h"
#include "autograd/ops/corners.h"

namespace mien {

Variable grid_sample(const Variable& x, const Variable& grid) {
  check(x.rank() == 4 && x.dim(1) * x.dim(2) > 0,
        "grid_sample: x must be [N, H, W, C] with pixels, got ", x.shape());
  check(grid.rank() == 4 && grid.dim(0) == x.dim(0) && grid.dim(3) == 2,
        "grid_sample: grid must be [", x.dim(0), ", Ho, Wo, 2], got ", grid.shape());
  check(grid.dtype() == wide(x.dtype()), "grid_sample: x is ", x.dtype(), " but grid is ",
        grid.dtype());
  const Corners corners = bilinear_corners(grid, {x.dim(1), x.dim(2)});
  return cast(gather_corners(widened(x), corners.weights, corners.indices), x.dtype());
}

}  // namespace mien
