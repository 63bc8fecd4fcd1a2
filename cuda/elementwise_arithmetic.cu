#include "cuda/elementwise_kernel.h"

namespace mien::cuda {

MIEN_ARITHMETIC_FUNCTORS(MIEN_COMPILE_ELEMENTWISE)

}  // namespace mien::cuda
