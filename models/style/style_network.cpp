#include "models/style/style_network.h"

#include <algorithm>

#include "autograd/ops/extremes.h"
#include "autograd/ops/pad.h"
#include "autograd/ops/slice.h"

namespace mien {

Variable StyleNetwork::operator()(const Variable& x) const {
  check(x.rank() == 4 && x.dim(3) == 3, "style network: x must be [N, H, W, 3], got ", x.shape());
  const Index height = x.dim(1), width = x.dim(2);
  check(std::min(height, width) >= least_side(),
        "style network: images must have sides of at least ", least_side(), " pixels, got ",
        x.shape());
  constexpr Index kGrid = 4;
  const Index below = (kGrid - height % kGrid) % kGrid, right = (kGrid - width % kGrid) % kGrid;
  const bool fits = below == 0 && right == 0;
  const Variable whole = fits ? x : pad(x, {.bottom = below, .right = right}, PadMode::reflect);
  const Variable painted = clamp(range_.from_network(paint(range_.to_network(whole))), -1, 1);
  return fits ? painted : slice(slice(painted, 1, 0, height), 2, 0, width);
}

}  // namespace mien
