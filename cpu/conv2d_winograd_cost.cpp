#include "cpu/conv2d_winograd.h"
#include "cpu/winograd_tiles.h"

namespace mien::cpu::winograd {

bool can_convolve(const Conv2dGeometry& g) {
  const auto fits = [](Index kernel, Index stride) {
    const Index taps = kernel / stride;
    return kernel % stride == 0 && stride <= 2 && (taps == 2 || taps == 3 || taps == 5);
  };
  return g.groups == 1 && g.dilation_h == 1 && g.dilation_w == 1 &&
         g.kernel_height == g.kernel_width && g.stride_h == g.stride_w &&
         fits(g.kernel_height, g.stride_h) && g.in_channels % kLanes == 0 &&
         g.out_channels % kLanes == 0 && g.in_height >= g.stride_h && g.in_width >= g.stride_w;
}

double cost(const Conv2dGeometry& g, Conv2dPass pass) {
  constexpr double kProduct = 1.15, kTile = 14;  // for each multiplication, value of a tile
  const double filter = pass == Conv2dPass::weight_gradient ? 12 : 16;  // value of a filter
  double sum = 0;
  with_algorithm(g, [&]<class A> {
    const auto gathers =
        pass == Conv2dPass::input_gradient ? adjoint_gathers(g) : std::vector{forward_gather(g)};
    for (const Gather& gather : gathers) {
      const Tiling tiling(gather, A::kOutputs, A::kTaps);
      const double tiles = static_cast<double>(tiling.count());
      const double depth = static_cast<double>(tiling.depth());
      const double targets = static_cast<double>(gather.target_channels);
      sum += A::kPoints * A::kPoints *
             (kProduct * tiles * depth * targets + filter * depth * targets +
              kTile * tiles * (depth + targets));
    }
  });
  return sum;
}

}  // namespace mien::cpu::winograd
