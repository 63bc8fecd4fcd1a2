// Uses the installed package as a stranger would.
#include <cstdio>

#include "metrics/psnr.h"
#include "tensor/tensor.h"

int main() {
  const mien::Tensor black = mien::full({8, 8, 3}, 0, mien::DType::uint8);
  const mien::Tensor white = mien::full({8, 8, 3}, 255, mien::DType::uint8);
  std::printf("psnr %g dB\n", mien::psnr(black, white));
  return mien::psnr(black, white) == 0 ? 0 : 1;
}
