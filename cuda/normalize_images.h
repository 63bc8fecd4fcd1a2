#pragma once

#include <cstdint>

#include "cuda/context.h"

namespace mien::cuda {

/// images[n, y, x, c] = pixels[n, y, mirrored[n] ? width - 1 - x : x, c] / 127.5 - 1, with the bits
/// of the host (tensor/functors/pixel.h). Assigns images.
template <class T>
void normalize_images(const Context& context, Index count, Index height, Index width,
                      Index channels, const std::uint8_t* pixels, const std::uint8_t* mirrored,
                      T* images);

}  // namespace mien::cuda
