#pragma once

#include "tensor/random.h"
#include "tensor/tensor.h"

namespace mien {

/// How somebody draws.
struct PencilHand {
  double exaggeration = 0.025;  ///< how far shapes are off, as a share of the side
  double pressure = 0.55;       ///< darkness of shading, 0 to 1
  double line = 0.6;            ///< width of outlines, in pixels of a picture of 64
};

/// A pencil drawing of a photograph, in grey on paper: uint8 [H, W, 3] to the same.
///
/// As artists do, it draws shapes not quite where they are: pixels come from p + e S n(p), e being
/// the exaggeration, S the side and n a smooth noise in [-1, 1] with four waves across the picture.
/// Outlines stand where brightness falls below that of its surroundings, places darker than the
/// middle of the picture on average are hatched, and the grain of the paper shows. Chance parts
/// come from `random` alone. Throws std::invalid_argument unless the image is uint8 [H, W, 3] with
/// H and W from 8 to 4096.
Tensor pencil_sketch(const Tensor& image, const PencilHand& hand, const Random& random);

/// The parsing of that drawing from the photograph's: uint8 [H, W] to the same.
///
/// Parts stand where the drawing has them, with borders that waver by up to 1.5 % of the side: who
/// parses drawings with a network made for photographs gets no better ones.
/// Throws std::invalid_argument unless the parsing is uint8 [H, W] with H and W from 8 to 4096.
Tensor pencil_sketch_parsing(const Tensor& parsing, const PencilHand& hand, const Random& random);

}  // namespace mien
