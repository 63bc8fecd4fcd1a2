#pragma once

#include <array>
#include <vector>

#include "autograd/ops/channel_moments.h"
#include "autograd/variable.h"
#include "tensor/padding.h"

namespace mien {

/// Pairs are (vertical, horizontal).
struct Conv2dOptions {
  std::array<Index, 2> stride{1, 1};
  std::array<Index, 2> dilation{1, 1};
  Padding padding = {};
  Index groups = 1;
};

/// 2-D convolution (cross-correlation, the filter is not flipped), zero-padded.
///
///   y[n, i, j, o] = sum_{a, b, c} x[n, i stride - top + a dilation, j ... - left + b ..., c]
///                                 weight[o, a, b, c]
///
///   x  [N, H, W, Cin]     weight  [Cout, kH, kW, Cin / groups]     bias  [Cout], or undefined
///   returns [N, H', W', Cout] with H' = (H + top + bottom - (kH - 1) dilation - 1) / stride + 1,
///   rounded down
///
/// On a card x may be stored in bfloat16: y is then, too, while weight and bias stay float32.
/// Channels are cut into `groups` equal groups, in order; outputs of a group see its inputs only.
/// The convolution, its input gradient and its weight gradient are bilinear and each the adjoint of
/// the other two, so they differentiate into each other to any order.
/// Throws std::invalid_argument unless the shapes fit, no axis is empty and the output has a pixel.
Variable conv2d(const Variable& x, const Variable& weight, const Conv2dOptions& options = {});
Variable conv2d(const Variable& x, const Variable& weight, const Variable& bias,
                const Conv2dOptions& options = {});

/// What a convolution does to its sums in the pass that writes them:
///
///   y = leaky_relu(conv2d(x, weight) + bias + residual, slope)
struct Epilogue {
  Variable bias = {};      ///< [Cout], or undefined
  Variable residual = {};  ///< of y's shape, or undefined
  double slope = 1;        ///< of the rectifier, at least 0; 1 is none
  /// Gets the moments of y, unless null: in float on the CPU without a pass of their own.
  ChannelMoments* moments = nullptr;
};

/// The convolution with an epilogue. Throws std::invalid_argument as conv2d does, and unless the
/// epilogue fits.
Variable conv2d(const Variable& x, const Variable& weight, const Epilogue& epilogue,
                const Conv2dOptions& options);

/// The convolution of an image whose channels lie in several maps: that of concat(parts, -1).
///
///   parts[k]  [N, H, W, C_k]     weight  [Cout, kH, kW, C_0 + C_1 + ...]
///
/// In float on the CPU the maps are read where they are, and each gets its gradient from its own
/// channels of the weight, so that a skip connection in front of a convolution costs no copy in
/// either direction. Elsewhere they are joined by concat, as the definition says.
/// Throws std::invalid_argument as concat and conv2d do, and for several parts in several groups.
Variable conv2d(const std::vector<Variable>& parts, const Variable& weight,
                const Epilogue& epilogue = {}, const Conv2dOptions& options = {});

/// The gradient of <conv2d(x, weight), dy> with respect to x, a tensor of `input_shape`.
Variable conv2d_input_gradient(const Variable& dy, const Variable& weight, const Shape& input_shape,
                               const Conv2dOptions& options = {});

/// The gradient of <conv2d(x, weight), dy> with respect to the weight, of `weight_shape`.
Variable conv2d_weight_gradient(const Variable& x, const Variable& dy, const Shape& weight_shape,
                                const Conv2dOptions& options = {});
Variable conv2d_weight_gradient(const std::vector<Variable>& parts, const Variable& dy,
                                const Shape& weight_shape, const Conv2dOptions& options = {});

struct ConvTranspose2dOptions {
  std::array<Index, 2> stride{1, 1};
  std::array<Index, 2> dilation{1, 1};
  Padding padding = {};  ///< of the convolution that is transposed: it takes pixels away here
  /// Rows and columns added at the bottom and the right: a convolution with a stride rounds several
  /// sizes down to one, and this says which of them is meant. Less than the stride.
  std::array<Index, 2> output_padding{0, 0};
  Index groups = 1;
};

/// Transposed convolution: the input gradient of the convolution whose filter it holds.
///
///   x  [N, H, W, Cin]     weight  [Cin, kH, kW, Cout / groups]     bias  [Cout], or undefined
///   returns [N, H', W', Cout] with
///   H' = (H - 1) stride + (kH - 1) dilation + 1 - top - bottom + output_padding
///
/// Throws std::invalid_argument as conv2d does.
Variable conv_transpose2d(const Variable& x, const Variable& weight,
                          const ConvTranspose2dOptions& options = {});
Variable conv_transpose2d(const Variable& x, const Variable& weight, const Variable& bias,
                          const ConvTranspose2dOptions& options = {});
Variable conv_transpose2d(const Variable& x, const Variable& weight, const Epilogue& epilogue,
                          const ConvTranspose2dOptions& options);

}  // namespace mien
