#pragma once

#include "data/resize.h"
#include "tensor/random.h"
#include "tensor/tensor.h"

namespace mien {

/// A similarity about the centre of an image: first scaled, then rotated, then shifted.
struct Similarity {
  double rotation = 0;  ///< radians, counter-clockwise as one looks at the picture
  double scale = 1;     ///< below 1 the content becomes smaller
  double shift_x = 0;   ///< pixels to the right
  double shift_y = 0;   ///< pixels downwards
};

/// What lies outside the image: one value, or its edge pixels going on.
enum class Border { constant, replicate };

struct WarpOptions {
  Interpolation interpolation = Interpolation::bicubic;
  Border border = Border::constant;
  double fill = 0;  ///< of Border::constant, in the image's units; -1 is black in [-1, 1]
};

/// The image moved by `motion`, at the same size.
///
///   image  uint8 or float32 [H, W, C]      returns the same
///
/// Output pixel (x, y), taken from the centre ((W - 1) / 2, (H - 1) / 2), reads the image at
/// R(-rotation) (x - shift_x, y - shift_y) / scale. No antialiasing: meant for scales near 1.
/// Throws std::invalid_argument for another type, or unless scale is positive and all is finite.
Tensor warp(const Tensor& image, const Similarity& motion, const WarpOptions& options = {});

/// Ranges of the misalignment by which the papers make unaligned faces.
///
/// Defaults: rotation U(-45, 45) degrees, shift U(-5, 5) % of the side, scale U(0.8, 1), bicubic,
/// black outside. The papers say "rotations, translations and scale changes" only; the ranges are
/// those of the same group's scripts for unaligned faces.
struct MisalignOptions {
  double max_rotation = 45;  ///< degrees to either side
  double max_shift = 0.05;   ///< of the height and width, to either side
  double min_scale = 0.8;
  double max_scale = 1;
  WarpOptions warp = {};
};

/// A motion drawn from those ranges for an image of this size: draws 0 to 3 of `random`.
/// Throws std::invalid_argument unless 0 < min_scale <= max_scale and no range is negative.
Similarity draw_misalignment(Index height, Index width, const Random& random,
                             const MisalignOptions& options = {});

/// warp(image, draw_misalignment(...)). One sample is one step of `random`.
Tensor misalign(const Tensor& image, const Random& random, const MisalignOptions& options = {});

}  // namespace mien
