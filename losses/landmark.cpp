#include "losses/landmark.h"

#include <algorithm>
#include <cmath>

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/elementary.h"
#include "autograd/ops/grid_sample.h"
#include "autograd/ops/sum.h"

namespace mien {
namespace {

// Landmarks on the host, in pixels, and the size of the flow they refer to.
struct Points {
  Points(const Tensor& points, const Variable& flow)
      : host(points.to(kCpu).to(DType::float64)),
        xy(host.span<double>()),
        width(static_cast<double>(flow.dim(2))),
        height(static_cast<double>(flow.dim(1))) {
    check(std::all_of(xy.begin(), xy.end(), [](double v) { return std::isfinite(v); }),
          "landmark_loss: landmarks must be finite");
  }
  double x(Index k) const { return xy[2 * k]; }
  double y(Index k) const { return xy[2 * k + 1]; }
  double unit_x(Index k) const { return 2 * x(k) / (width - 1) - 1; }
  double unit_y(Index k) const { return 2 * y(k) / (height - 1) - 1; }

  Tensor host;
  std::span<const double> xy;
  double width, height;
};

Variable constant_like(const Variable& flow, const Tensor& values) {
  return Variable(values.to(flow.dtype()).to(flow.device()));
}

Variable at_points(const Variable& flow, const Points& target, const Points& guide) {
  const Index count = target.host.dim(1), all = flow.dim(0) * count;
  Tensor grid({flow.dim(0), 1, count, 2}, DType::float64), wanted(grid.shape(), DType::float64);
  const auto to_grid = grid.mutable_span<double>(), to_wanted = wanted.mutable_span<double>();
  for (Index k = 0; k < all; ++k) {
    to_grid[2 * k] = target.unit_y(k);  // grids hold (y, x)
    to_grid[2 * k + 1] = target.unit_x(k);
    to_wanted[2 * k] = guide.unit_x(k);
    to_wanted[2 * k + 1] = guide.unit_y(k);
  }
  const Variable read = grid_sample(flow, constant_like(flow, grid));
  return sum(square(read - constant_like(flow, wanted))) / static_cast<double>(flow.dim(0));
}

Variable on_map(const Variable& flow, const Points& target, const Points& guide) {
  const Index height = flow.dim(1), width = flow.dim(2), count = target.host.dim(1);
  Tensor mask = zeros(flow.shape(), DType::float64), wanted = zeros(flow.shape(), DType::float64);
  const auto to_mask = mask.mutable_span<double>(), to_wanted = wanted.mutable_span<double>();
  for (Index k = 0; k < flow.dim(0) * count; ++k) {
    const double x = target.x(k), y = target.y(k);
    if (x < 1 || y < 1 || x > target.width - 2 || y > target.height - 2) continue;
    const auto low_x = static_cast<Index>(x), low_y = static_cast<Index>(y);
    for (Index row : {low_y, static_cast<Index>(std::ceil(y))}) {
      for (Index column : {low_x, static_cast<Index>(std::ceil(x))}) {
        const Index at = 2 * ((k / count * height + row) * width + column);
        to_mask[at] = to_mask[at + 1] = 1;
        to_wanted[at] = guide.unit_x(k);
        to_wanted[at + 1] = guide.unit_y(k);
      }
    }
  }
  return mean(square((flow - constant_like(flow, wanted)) * constant_like(flow, mask)));
}

}  // namespace

Variable landmark_loss(const Variable& flow, const Tensor& target, const Tensor& guide,
                       LandmarkForm form) {
  check(flow.rank() == 4 && flow.dim(3) == 2 && flow.dim(1) >= 2 && flow.dim(2) >= 2,
        "landmark_loss: flow must be [N, H, W, 2] of at least 2 x 2 pixels, got ", flow.shape());
  check(target.rank() == 3 && target.dim(0) == flow.dim(0) && target.dim(2) == 2,
        "landmark_loss: target must be [", flow.dim(0), ", K, 2], got ", target.shape());
  check(guide.shape() == target.shape(), "landmark_loss: target is ", target.shape(),
        " but guide is ", guide.shape());
  const Points of_target(target, flow), of_guide(guide, flow);
  return form == LandmarkForm::points ? at_points(flow, of_target, of_guide)
                                      : on_map(flow, of_target, of_guide);
}

}  // namespace mien
