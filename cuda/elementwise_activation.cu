#include "cuda/elementwise_kernel.h"

namespace mien::cuda {

MIEN_ACTIVATION_FUNCTORS(MIEN_COMPILE_ELEMENTWISE)

}  // namespace mien::cuda
