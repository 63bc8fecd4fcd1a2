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

/// What no kernel exceeds, as measured.
struct Roofs {
  double operations = 0;  ///< per second; of a card in a large product in the precision that is set
  double bytes = 0;       ///< per second, read and written by a large copy within a card
};
Roofs roofs_of(Device card);

}  // namespace mien
