#pragma once

#include "layers/conv2d.h"
#include "layers/conv_transpose2d.h"

namespace mien {

/// A convolution, or a layer made of some, whose weights start as pix2pix has them: normal (0,
/// 0.02), biases 0.
template <class Convolution>
typename Convolution::Options pix2pix_convolution(typename Convolution::Options options) {
  options.weight_init = init::normal(0, 0.02);
  options.bias_init = init::constant(0);
  return options;
}

/// The 4x4 one of stride 2: a Conv2d halves a map, a ConvTranspose2d doubles it.
template <class Convolution>
typename Convolution::Options halving_or_doubling(Index in, Index out) {
  return pix2pix_convolution<Convolution>(
      {.in_channels = in, .out_channels = out, .kernel = 4, .stride = 2, .padding = 1});
}

}  // namespace mien
