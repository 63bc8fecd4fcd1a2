#pragma once

#include <string>

#include "tensor/device.h"

namespace mien {

/// Waits until a card has done what it was told. Does nothing on the CPU.
void wait_for(Device device);

/// Names and versions of what rows on a card are computed with.
struct CardFacts {
  std::string name, driver, cuda, cublas, cudnn;
};
CardFacts facts_of(Device card);

/// Makes cuBLAS and cuDNN take what memory they take but once.
void load_libraries(Device card);

/// The roofs of every kernel, as measured.
struct CardPeaks {
  double operations = 0;  ///< per second, of a large matrix product in the precision that is set
  double bytes = 0;       ///< per second, read and written by a large copy within the card
};
CardPeaks peaks_of(Device card);

}  // namespace mien
