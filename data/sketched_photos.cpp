#include "data/sketched_photos.h"

#include "data/pencil_sketch.h"

namespace mien {
namespace {

PortraitStyle sketched(const std::string& name, bool seen, const PencilHand& hand) {
  return {name, seen,
          [hand](const Tensor& image, const Random& random) {
            return pencil_sketch(image, hand, random);
          },
          [hand](const Tensor& parsing, const Random& random) {
            return pencil_sketch_parsing(parsing, hand, random);
          }};
}

}  // namespace

std::vector<PortraitStyle> sketched_photo_styles() {
  return {sketched("pencil", true, {}),
          sketched("soft_pencil", false, {.pressure = 0.8, .line = 1}),
          sketched("caricature", false, {.exaggeration = 0.05})};
}

}  // namespace mien
