#include "cuda/normalize_images.h"

#include "cuda/launch.h"
#include "tensor/functors/pixel.h"

namespace mien::cuda {

template <class T>
void normalize_images(const Context& context, Index count, Index height, Index width,
                      Index channels, const std::uint8_t* pixels, const std::uint8_t* mirrored,
                      T* images) {
  launch(context, count * height * width, [=] MIEN_HOST_DEVICE(Index place) {
    const Index row = place / width, x = place % width;
    const Index source = row * width + (mirrored[row / height] ? width - 1 - x : x);
    for (Index c = 0; c < channels; ++c) {
      images[place * channels + c] = static_cast<T>(functors::pixel(pixels[source * channels + c]));
    }
  });
}

template decltype(normalize_images<float>) normalize_images<float>;
template decltype(normalize_images<double>) normalize_images<double>;

}  // namespace mien::cuda
