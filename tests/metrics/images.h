#pragma once

#include <algorithm>

#include "tensor/tensor.h"

/// The images of tests/fixtures/make_metrics.py.
inline mien::Tensor smooth_image(mien::Index height, mien::Index width) {
  mien::Tensor image({height, width, 3}, mien::DType::uint8);
  auto* at = image.mutable_data<std::uint8_t>();
  for (mien::Index h = 0; h < height; ++h)
    for (mien::Index w = 0; w < width; ++w)
      for (mien::Index c = 0; c < 3; ++c)
        *at++ = static_cast<std::uint8_t>((5 * h + 3 * w + 40 * c + h * w / 7) % 200 + 20);
  return image;
}

inline mien::Tensor damaged_image(const mien::Tensor& image) {
  mien::Tensor damaged = image.clone();
  auto* at = damaged.mutable_data<std::uint8_t>();
  for (mien::Index h = 0; h < image.dim(0); ++h)
    for (mien::Index w = 0; w < image.dim(1); ++w)
      for (mien::Index c = 0; c < 3; ++c, ++at) {
        const mien::Index noise = (h * 13 + w * 29 + c * 17 + h * w * 7) % 61 - 30;
        *at = static_cast<std::uint8_t>(std::clamp<mien::Index>(*at + noise, 0, 255));
      }
  return damaged;
}
