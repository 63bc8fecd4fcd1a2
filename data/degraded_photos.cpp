#include "data/degraded_photos.h"

#include <algorithm>

#include "data/degradation.h"

namespace mien {
namespace {

constexpr const char* kSeen = "degraded_";  // followed by a number

Tensor degraded(const Tensor& image, const Random& random, const DegradationOptions& options) {
  // Draws of the degradation and of its noise must not meet.
  const Random noise(random.seed(), random.stream() + 1, random.step());
  return degrade(image, draw_degradation(random, options), noise);
}

PortraitStyle style(const std::string& name, bool seen, const DegradationOptions& options) {
  return {name, seen, [options](const Tensor& image, const Random& random) {
            return degraded(image, random, options);
          }};
}

DegradationOptions reduced(double scale, bool alone) {
  return {.blur = !alone, .noise = !alone, .jpeg = !alone, .min_scale = scale, .max_scale = scale};
}

}  // namespace

std::vector<PortraitStyle> degraded_photo_styles() {
  std::vector<PortraitStyle> styles;
  for (int draw = 1; draw <= 4; ++draw) styles.push_back(style(text(kSeen, draw), true, {}));
  for (const double scale : {4.0, 8.0}) {
    styles.push_back(style(text("bicubic_", scale, "x"), false, reduced(scale, true)));
    styles.push_back(style(text("degraded_", scale, "x"), false, reduced(scale, false)));
  }
  return styles;
}

Tensor degraded_photo(const Tensor& image, const Random& random) {
  return degraded(image, random, {});
}

bool holds_degraded_photos(const Manifest& manifest) {
  return std::ranges::any_of(manifest.styles, [](const auto& style) {
    return style.seen && style.name == text(kSeen, 1);
  });
}

MisalignOptions no_misalignment() {
  return {.max_rotation = 0, .max_shift = 0, .min_scale = 1, .max_scale = 1};
}

}  // namespace mien
