#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "tensor/random.h"
#include "tensor/tensor.h"

namespace mien {

/// Procedural painting styles, which need no trained weights.
///
/// Like portraits by a neural style network they keep a face recognisable and lose its colours and
/// texture: a palette replaces the colours, brushwork the surface.
enum class PaintedStyle {
  brush_strokes,  ///< thick strokes along the contours, from violet over teal to yellow
  swirls,         ///< streaks of a whirling flow that bends the picture, red-orange on blue
  stained_glass,  ///< coloured facets between dark leads
  mosaic,         ///< small blue and golden stones in wavy courses
  pointillism,    ///< dots of broken colour on cream
  woodcut,        ///< few inks, engraved lines and dark outlines
  crayon,         ///< hatching on rough paper
  watercolour,    ///< washes that run and pool, in false colours, on white paper
};

inline constexpr std::array kPaintedStyles = {
    PaintedStyle::brush_strokes, PaintedStyle::swirls,      PaintedStyle::stained_glass,
    PaintedStyle::mosaic,        PaintedStyle::pointillism, PaintedStyle::woodcut,
    PaintedStyle::crayon,        PaintedStyle::watercolour};

/// The three styles a recovery network is trained with, and the five it first meets in the test.
std::span<const PaintedStyle> seen_styles();
std::span<const PaintedStyle> unseen_styles();

/// "brush_strokes" and so on, and back. Throws std::invalid_argument for an unknown name, listing
/// the known ones.
std::string_view name_of(PaintedStyle style);
PaintedStyle painted_style(std::string_view name);

/// Paints an RGB picture in a style: uint8 [H, W, 3] to the same.
///
/// The brushwork scales with the picture. Its chance parts come from `random` alone: the same
/// picture, style and random give the same bits; another step gives another hand.
/// Throws std::invalid_argument unless the image is uint8 [H, W, 3] with H and W from 8 to 4096.
Tensor paint(const Tensor& image, PaintedStyle style, const Random& random);

}  // namespace mien
