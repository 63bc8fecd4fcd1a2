#include "autograd/ops/upsample_conv2d.h"

#include "autograd/ops/permute.h"
#include "autograd/ops/resample2d.h"
#include "autograd/ops/upsample.h"
#include "cpu/context.h"

namespace mien {
namespace {

// Along one axis of a filter: sums of `factor` neighbouring taps, the last ones first.
AxisWeights sums_of_taps(Index taps, Index factor) {
  AxisWeights weights(taps);
  for (Index u = 0; u < taps + factor - 1; ++u) {
    for (Index e = 0; e < factor; ++e) {
      const Index tap = taps - 1 - u + e;
      if (tap >= 0 && tap < taps) weights.add(tap, 1);
    }
    weights.close();
  }
  return weights;
}

Variable transposed(const Variable& x, const Variable& weight, const Epilogue& epilogue,
                    Index factor, const Padding& padding) {
  const Index height = weight.dim(1), width = weight.dim(2);
  const Variable summed = resample2d(permute(weight, {3, 1, 2, 0}), sums_of_taps(height, factor),
                                     sums_of_taps(width, factor));
  const ConvTranspose2dOptions options{.stride = {factor, factor},
                                       .padding = {.top = height - 1 - padding.top,
                                                   .bottom = height - 1 - padding.bottom,
                                                   .left = width - 1 - padding.left,
                                                   .right = width - 1 - padding.right}};
  return conv_transpose2d(x, summed, epilogue, options);
}

// On a card the filter's way through memory costs as much as the multiplications that it saves
// where x has few pixels.
bool pays(const Variable& x) {
  constexpr Index kPixels = 512;
  const Index pixels = x.numel() / x.dim(3);
  return !cpu::context().exact && (x.device() == kCpu || pixels >= kPixels);
}

Variable step_by_step(const Variable& x, const Variable& weight, const Epilogue& epilogue,
                      Index factor, const Padding& padding) {
  return conv2d(upsample_nearest(x, factor), weight, epilogue, {.padding = padding});
}

}  // namespace

Variable upsample_conv2d(const Variable& x, const Variable& weight, const Epilogue& epilogue,
                         Index factor, const Padding& padding) {
  constexpr auto op = "upsample_conv2d";
  check(x.rank() == 4 && x.numel() > 0, op, ": x must be a non-empty [N, H, W, C], got ",
        x.shape());
  check(weight.rank() == 4 && weight.numel() > 0 && weight.dim(3) == x.dim(3), op,
        ": weight must be a non-empty [out, kH, kW, ", x.dim(3), "], got ", weight.shape());
  check(factor >= 1, op, ": factor must be at least 1, got ", factor);
  const auto [top, bottom, left, right] = padding;
  check(std::max(top, bottom) < weight.dim(1) && std::max(left, right) < weight.dim(2), op,
        ": padding must be less than the filter ", weight.dim(1), " x ", weight.dim(2), ", got ",
        top, ", ", bottom, ", ", left, ", ", right, " (top, bottom, left, right)");

  return (pays(x) ? transposed : step_by_step)(x, weight, epilogue, factor, padding);
}

}  // namespace mien
