#pragma once

#include <xtensor/xadapt.hpp>
#include <xtensor/xview.hpp>

#include "tensor/tensor.h"

/// Tensor memory seen as xtensor arrays. For .cpp files only: xtensor is heavy to compile.
namespace mien {

/// An image [H, W, C] to read; T must match its dtype. Valid while the tensor lives.
template <class T>
auto image_view(const Tensor& image) {
  return xt::adapt(image.data<T>(), static_cast<std::size_t>(image.numel()), xt::no_ownership(),
                   std::array<std::size_t, 3>{std::size_t(image.dim(0)), std::size_t(image.dim(1)),
                                              std::size_t(image.dim(2))});
}

/// The same to write.
template <class T>
auto mutable_image_view(Tensor& image) {
  return xt::adapt(image.mutable_data<T>(), static_cast<std::size_t>(image.numel()),
                   xt::no_ownership(),
                   std::array<std::size_t, 3>{std::size_t(image.dim(0)), std::size_t(image.dim(1)),
                                              std::size_t(image.dim(2))});
}

}  // namespace mien
