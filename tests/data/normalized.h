#pragma once

#include <cstring>

#include "data/convert.h"
#include "data/dataset.h"

namespace mien {

/// Images of a batch as networks take them: pixels are made float, and mirrored where `mirrored`
/// says so; floats are so already.
inline Tensor normalized(const Tensor& images, const Tensor& mirrored) {
  if (images.dtype() != DType::uint8) return images;
  Tensor result(images.shape());
  const Index count = images.shape()[0], size = images.numel() / count;
  for (Index i = 0; i < count; ++i) {
    normalize_image(image_of(images, i).span<std::uint8_t>(), images.shape()[1],
                    mirrored.data<std::uint8_t>()[i] != 0, result.mutable_data<float>() + i * size);
  }
  return result;
}

/// Whether two tensors on the CPU are equal to the last bit.
inline bool same_bits(const Tensor& a, const Tensor& b) {
  return a.shape() == b.shape() && a.dtype() == b.dtype() &&
         std::memcmp(a.raw(), b.raw(), static_cast<std::size_t>(a.bytes())) == 0;
}

}  // namespace mien
