#include "cpu/normalize_images.h"

#include "cpu/parallel.h"
#include "tensor/functors/pixel.h"

namespace mien::cpu {

template <class T>
void normalize_images(const Context& context, Index count, Index height, Index width,
                      Index channels, const std::uint8_t* pixels, const std::uint8_t* mirrored,
                      T* images) {
  parallel_rows(context, count * height, width * channels, [&](Index row) {
    const bool turned = mirrored[row / height] != 0;
    for (Index x = 0; x < width; ++x) {
      const std::uint8_t* const from =
          pixels + (row * width + (turned ? width - 1 - x : x)) * channels;
      T* const to = images + (row * width + x) * channels;
      for (Index c = 0; c < channels; ++c) to[c] = static_cast<T>(functors::pixel(from[c]));
    }
  });
}

template decltype(normalize_images<float>) normalize_images<float>;
template decltype(normalize_images<double>) normalize_images<double>;

}  // namespace mien::cpu
