#pragma once

#include "autograd/ops/conv2d.h"

namespace mien {

/// The transposed convolution of a rectified image whose channels lie in several maps, as decoders
/// with skip connections have it: that of relu(concat(parts, -1)).
///
///   parts[k]  [N, H, W, C_k]     weight  [C_0 + C_1 + ..., kH, kW, Cout]
///   returns what conv_transpose2d does
///
/// While nothing is recorded, in float on the CPU, nothing is joined: each map is rectified over
/// its memory where nobody else has it, and read where it is. Otherwise concat_relu joins them.
/// Throws std::invalid_argument as concat and conv_transpose2d do, and for several groups.
Variable relu_conv_transpose2d(std::vector<Variable> parts, const Variable& weight,
                               const Epilogue& epilogue = {},
                               const ConvTranspose2dOptions& options = {});

}  // namespace mien
