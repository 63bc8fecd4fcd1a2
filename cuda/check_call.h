#pragma once

#include <cuda_runtime_api.h>

#include "cuda/error.h"

// For the sources of cuda/ alone: it shows CUDA types.

namespace mien::cuda {

inline bool succeeded(cudaError_t status) { return status == cudaSuccess; }
inline std::string status_text(cudaError_t status) { return cudaGetErrorString(status); }

}  // namespace mien::cuda

/// Throws CudaError unless the call of a CUDA library succeeds.
#define MIEN_CUDA_CHECK(call)                                                                   \
  do {                                                                                          \
    const auto status_of_call = (call);                                                         \
    if (!::mien::cuda::succeeded(status_of_call)) {                                             \
      throw ::mien::cuda::CudaError(#call, ::mien::cuda::status_text(status_of_call), __FILE__, \
                                    __LINE__);                                                  \
    }                                                                                           \
  } while (false)
