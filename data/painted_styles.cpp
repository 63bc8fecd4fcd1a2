#include "data/painted_styles.h"

#include "data/painting/styles.h"
#include "tensor/joined.h"

namespace mien {
namespace {

constexpr std::array<std::string_view, kPaintedStyles.size()> kNames = {
    "brush_strokes", "swirls",  "stained_glass", "mosaic",
    "pointillism",   "woodcut", "crayon",        "watercolour"};

constexpr std::size_t kSeen = 3;

painting::Canvas painted(const painting::Canvas& image, PaintedStyle style, const Random& random) {
  switch (style) {
    case PaintedStyle::brush_strokes:
      return painting::brush_strokes(image, random);
    case PaintedStyle::swirls:
      return painting::swirls(image, random);
    case PaintedStyle::stained_glass:
      return painting::stained_glass(image, random);
    case PaintedStyle::mosaic:
      return painting::mosaic(image, random);
    case PaintedStyle::pointillism:
      return painting::pointillism(image, random);
    case PaintedStyle::woodcut:
      return painting::woodcut(image, random);
    case PaintedStyle::crayon:
      return painting::crayon(image, random);
    case PaintedStyle::watercolour:
      return painting::watercolour(image, random);
  }
  throw std::invalid_argument(text("paint: no style number ", static_cast<int>(style)));
}

}  // namespace

std::span<const PaintedStyle> seen_styles() { return std::span(kPaintedStyles).first(kSeen); }
std::span<const PaintedStyle> unseen_styles() { return std::span(kPaintedStyles).subspan(kSeen); }

std::string_view name_of(PaintedStyle style) { return kNames.at(static_cast<std::size_t>(style)); }

PaintedStyle painted_style(std::string_view name) {
  for (auto style : kPaintedStyles) {
    if (name_of(style) == name) return style;
  }
  throw std::invalid_argument(
      text("no painting style named '", name, "'; known are ",
           joined(kPaintedStyles, [](PaintedStyle style) { return name_of(style); })));
}

Tensor paint(const Tensor& image, PaintedStyle style, const Random& random) {
  check(image.defined() && image.dtype() == DType::uint8 && image.rank() == 3 && image.dim(2) == 3,
        "paint: needs a uint8 image [H, W, 3], got ",
        image.defined() ? text(image.dtype(), " ", image.shape()) : "no tensor");
  for (int axis : {0, 1}) {
    check(image.dim(axis) >= 8 && image.dim(axis) <= 4096,
          "paint: sides must be 8 to 4096 pixels, got ", image.shape());
  }
  return painted(painting::emphasized(painting::Canvas(image)), style, random).to_bytes();
}

}  // namespace mien
