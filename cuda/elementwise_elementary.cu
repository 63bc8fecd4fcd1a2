#include "cuda/elementwise_kernel.h"

namespace mien::cuda {

MIEN_ELEMENTARY_FUNCTORS(MIEN_COMPILE_ELEMENTWISE)

}  // namespace mien::cuda
