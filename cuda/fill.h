#pragma once

#include "cuda/context.h"
#include "tensor/dtype.h"

namespace mien::cuda {

/// to[i] = value in the type `dtype`, for i < count.
void fill(const Context& context, void* to, DType dtype, Index count, double value);

/// to[i] = from[i] in the type `to_dtype`, by functors::convert, for i < count.
void convert(const Context& context, void* to, DType to_dtype, const void* from, DType from_dtype,
             Index count);

}  // namespace mien::cuda
