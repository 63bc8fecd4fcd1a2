#pragma once

#include <string_view>

#include "tensor/tensor.h"

namespace mien {

/// One line of text as a picture, black on white, in a built-in font.
///
///   returns uint8 [12 * scale, W, 3]; W follows the text
///
/// Printable ASCII is drawn; anything else appears as a question mark.
/// Throws std::invalid_argument unless scale is 1 to 16.
Tensor render_text(std::string_view text, int scale = 1);

}  // namespace mien
