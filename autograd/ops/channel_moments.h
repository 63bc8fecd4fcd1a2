#pragma once

#include "tensor/tensor.h"

namespace mien {

/// Mean and biased variance of each channel of an image or a batch of them, over all pixels.
struct ChannelMoments {
  Tensor mean = {}, variance = {};  ///< [C], or undefined where they are not known
};

}  // namespace mien
