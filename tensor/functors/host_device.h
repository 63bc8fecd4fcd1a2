#pragma once

/// Marks arithmetic that both backends compile.
#ifdef __CUDACC__
#define MIEN_HOST_DEVICE __host__ __device__
#else
#define MIEN_HOST_DEVICE
#endif
