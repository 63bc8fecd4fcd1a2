#include "data/convert.h"

#include <cstring>

#include "tensor/functors/pixel.h"

namespace mien {

Tensor to_float(const Tensor& image) {
  check(image.dtype() == DType::uint8, "to_float: image must be uint8, got ", image.dtype());
  Tensor result(image.shape(), DType::float32);
  const std::uint8_t* in = image.data<std::uint8_t>();
  float* out = result.mutable_data<float>();
  for (Index i = 0; i < image.numel(); ++i) out[i] = functors::pixel(in[i]);
  return result;
}

Tensor to_uint8(const Tensor& image) {
  check(image.dtype() == DType::float32, "to_uint8: image must be float32, got ", image.dtype());
  Tensor result(image.shape(), DType::uint8);
  const float* in = image.data<float>();
  std::uint8_t* out = result.mutable_data<std::uint8_t>();
  for (Index i = 0; i < image.numel(); ++i) {
    const float value = (in[i] + 1.0f) * 127.5f + 0.5f;
    // Written so that a NaN fails the first comparison.
    out[i] = value >= 0 ? static_cast<std::uint8_t>(value < 255 ? value : 255.0f) : 0;
  }
  return result;
}

Tensor stack_images(const std::vector<Tensor>& images) {
  check(!images.empty(), "stack_images: needs at least one image");
  const Tensor& first = images.front();
  Tensor batch(first.shape().inserted(0, static_cast<Index>(images.size())), first.dtype());
  std::byte* out = batch.mutable_raw();
  for (const Tensor& image : images) {
    check(image.shape() == first.shape() && image.dtype() == first.dtype(),
          "stack_images: images must all be ", first.dtype(), " ", first.shape(), ", got ",
          image.dtype(), " ", image.shape());
    std::memcpy(out, image.raw(), static_cast<std::size_t>(image.bytes()));
    out += image.bytes();
  }
  return batch;
}

Tensor image_of(const Tensor& batch, Index index) {
  check(batch.rank() == 4, "image_of: batch must be [N, H, W, C], got ", batch.shape());
  return batch.slice(index, index + 1).reshape(batch.shape().removed(0));
}

}  // namespace mien
