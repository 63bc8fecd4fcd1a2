#pragma once

#include "tensor/tensor.h"

namespace mien {

/// How values between pixels are found.
enum class Interpolation { bilinear, bicubic };

/// The interpolation kernel at distance `x` (in pixels) from its centre.
///
/// Bilinear is the triangle 1 - |x|. Bicubic is Keys' kernel with a = -1/2:
///   |x| <= 1:  1.5 |x|^3 - 2.5 |x|^2 + 1      1 < |x| < 2:  -0.5 |x|^3 + 2.5 |x|^2 - 4 |x| + 2
/// Keys, "Cubic convolution interpolation for digital image processing", IEEE ASSP 1981, eq. (15).
double interpolation_kernel(Interpolation kind, double x);

/// Half the width of that kernel: 1 or 2 pixels.
double kernel_radius(Interpolation kind);

/// An image at another size, antialiased.
///
///   image  uint8 or float32 [H, W, C]      returns the same type, [height, width, C]
///
/// Pixel o of the result looks at position (o + 1/2) * H / height - 1/2 of the image. Where the
/// image shrinks, the kernel is stretched by H / height, so that every pixel counts; the image goes
/// on past its edges as its mirror image (the edge pixel twice). Weights are normalised to sum 1.
/// These are the conventions of MATLAB's imresize, except that 8-bit images are rounded once, at
/// the end, and not between the two passes.
/// Throws std::invalid_argument for another type, an empty image, or a size below 1.
Tensor resize(const Tensor& image, Index height, Index width,
              Interpolation kind = Interpolation::bicubic);

}  // namespace mien
