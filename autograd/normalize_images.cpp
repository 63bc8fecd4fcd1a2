#include "autograd/normalize_images.h"

#include "autograd/dispatch.h"
#include "cpu/normalize_images.h"
#include "cuda/normalize_images.h"

namespace mien {

Tensor normalize_images(const Tensor& pixels, const Tensor& mirrored) {
  constexpr auto op = "normalize_images";
  check(pixels.dtype() == DType::uint8 && pixels.rank() == 4, op,
        ": pixels must be uint8 [N, H, W, C], got ", pixels.dtype(), " ", pixels.shape());
  check(mirrored.dtype() == DType::uint8 && mirrored.shape() == Shape{pixels.dim(0)} &&
            mirrored.device() == pixels.device(),
        op, ": mirrored must be uint8 [", pixels.dim(0), "] on ", pixels.device(), ", got ",
        mirrored.dtype(), " ", mirrored.shape(), " on ", mirrored.device());
  Tensor images(pixels.shape(), DType::float32, pixels.device());
  if (images.numel() == 0) return images;
  dispatch(images, [&]<class T>(auto& backend) {
    normalize_images(backend, pixels.dim(0), pixels.dim(1), pixels.dim(2), pixels.dim(3),
                     pixels.data<std::uint8_t>(), mirrored.data<std::uint8_t>(),
                     images.mutable_data<T>());
  });
  return images;
}

}  // namespace mien
