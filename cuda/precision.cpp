#include "cuda/precision.h"

namespace mien::cuda {

std::string to_string(Precision precision) {
  return precision == Precision::tf32 ? "tf32" : "fp32";
}

}  // namespace mien::cuda
