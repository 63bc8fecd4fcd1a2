#pragma once

#include <stdexcept>
#include <string_view>

#include "tensor/check.h"

namespace mien {

/// An image file that cannot be read: the message names the file, what was expected, what came.
class ImageError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Throws ImageError("NAME: parts...") unless `condition` holds.
template <class... Parts>
void image_check(bool condition, std::string_view name, const Parts&... parts) {
  if (!condition) [[unlikely]] {
    throw ImageError(text(name, ": ", parts...));
  }
}

/// What a file may ask for before anything is decoded or allocated.
struct ImageLimits {
  Index max_pixels = 64'000'000;
  Index max_side = 16'384;
  Index max_file_bytes = 512'000'000;
};

/// The size an image file's header states.
struct ImageSize {
  Index height = 0;
  Index width = 0;
  int channels = 0;
};

/// Throws ImageError unless `size` is at least 1x1 and within `limits`.
inline void check_size(const ImageSize& size, std::string_view name, const ImageLimits& limits) {
  image_check(size.height > 0 && size.width > 0, name,
              "expected at least 1x1 pixels, the header says ", size.width, "x", size.height);
  image_check(size.height <= limits.max_side && size.width <= limits.max_side, name,
              "expected sides of at most ", limits.max_side, " pixels, the header says ",
              size.width, "x", size.height);
  image_check(size.height * size.width <= limits.max_pixels, name, "expected at most ",
              limits.max_pixels, " pixels, the header says ", size.width, "x", size.height);
}

}  // namespace mien
