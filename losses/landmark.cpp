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
  Points(const Tensor& points, Index flow_height, Index flow_width)
      : host(points.to(kCpu).to(DType::float64)),
        xy(host.span<double>()),
        width(static_cast<double>(flow_width)),
        height(static_cast<double>(flow_height)) {
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

LandmarkTargets at_points(const Points& target, const Points& guide) {
  const Index images = target.host.dim(0), count = target.host.dim(1);
  Tensor grid({images, 1, count, 2}, DType::float64), wanted(grid.shape(), DType::float64);
  const auto to_grid = grid.mutable_span<double>(), to_wanted = wanted.mutable_span<double>();
  for (Index k = 0; k < images * count; ++k) {
    to_grid[2 * k] = target.unit_y(k);  // grids hold (y, x)
    to_grid[2 * k + 1] = target.unit_x(k);
    to_wanted[2 * k] = guide.unit_x(k);
    to_wanted[2 * k + 1] = guide.unit_y(k);
  }
  return {grid, wanted};
}

LandmarkTargets on_map(const Points& target, const Points& guide, Index height, Index width) {
  const Index images = target.host.dim(0), count = target.host.dim(1);
  const Shape shape{images, height, width, 2};
  Tensor mask = zeros(shape, DType::float64), wanted = zeros(shape, DType::float64);
  const auto to_mask = mask.mutable_span<double>(), to_wanted = wanted.mutable_span<double>();
  for (Index k = 0; k < images * count; ++k) {
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
  return {mask, wanted};
}

void check_flow(const Variable& flow) {
  check(flow.rank() == 4 && flow.dim(3) == 2 && flow.dim(1) >= 2 && flow.dim(2) >= 2,
        "landmark_loss: flow must be [N, H, W, 2] of at least 2 x 2 pixels, got ", flow.shape());
}

}  // namespace

LandmarkTargets landmark_targets(const Tensor& target, const Tensor& guide, Index height,
                                 Index width, LandmarkForm form) {
  check(height >= 2 && width >= 2, "landmark_loss: flow must have at least 2 x 2 pixels, got ",
        height, " x ", width);
  check(target.rank() == 3 && target.dim(2) == 2, "landmark_loss: target must be [N, K, 2], got ",
        target.shape());
  check(guide.shape() == target.shape(), "landmark_loss: target is ", target.shape(),
        " but guide is ", guide.shape());
  const Points of_target(target, height, width), of_guide(guide, height, width);
  return form == LandmarkForm::points ? at_points(of_target, of_guide)
                                      : on_map(of_target, of_guide, height, width);
}

Variable landmark_loss(const Variable& flow, const LandmarkTargets& targets, LandmarkForm form) {
  check_flow(flow);
  const Variable where(targets.where), wanted(targets.wanted);
  if (form == LandmarkForm::map) {
    check(where.shape() == flow.shape(), "landmark_loss: the targets are for a flow of ",
          where.shape(), ", got ", flow.shape());
    return mean(square((flow - wanted) * where));
  }
  const Variable read = grid_sample(flow, where);
  return sum(square(read - wanted)) / static_cast<double>(flow.dim(0));
}

Variable landmark_loss(const Variable& flow, const Tensor& target, const Tensor& guide,
                       LandmarkForm form) {
  check_flow(flow);
  check(target.rank() == 3 && target.dim(0) == flow.dim(0) && target.dim(2) == 2,
        "landmark_loss: target must be [", flow.dim(0), ", K, 2], got ", target.shape());
  const auto [where, wanted] = landmark_targets(target, guide, flow.dim(1), flow.dim(2), form);
  const auto beside = [&](const Tensor& x) { return x.to(flow.dtype()).to(flow.device()); };
  return landmark_loss(flow, {beside(where), beside(wanted)}, form);
}

}  // namespace mien
