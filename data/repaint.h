#pragma once

#include "tensor/random.h"

namespace mien {

/// Changes the palette and texture of a portrait, so that a network learns to look at shapes rather
/// than at the colours of the few styles it is shown.
///
///   image  float32, side x side x 3 in [-1, 1], changed in place
///
///   x <- ((1 - a) I + a R) x + b + s n      then, for one in three, a 3 x 3 box blur
///
/// with a in [0, 1], R a random matrix of unit rows, b in [-0.3, 0.3] per channel, s in [0, 0.25]
/// and n standard normal per pixel, all drawn from `random`; the result is clamped to [-1, 1].
/// Throws std::invalid_argument for a side below 3.
void repaint(float* image, Index side, const Random& random);

}  // namespace mien
