#pragma once

#include <cublas_v2.h>
#include <cudnn.h>

#include <memory>

#include "cuda/check_call.h"

// For the sources of cuda/ alone: it shows the types of CUDA's libraries.

namespace mien::cuda {

inline bool succeeded(cublasStatus_t status) { return status == CUBLAS_STATUS_SUCCESS; }
inline std::string status_text(cublasStatus_t status) { return cublasGetStatusString(status); }
inline bool succeeded(cudnnStatus_t status) { return status == CUDNN_STATUS_SUCCESS; }
inline std::string status_text(cudnnStatus_t status) { return cudnnGetErrorString(status); }

/// Destroys what a library's handle points to.
template <auto destroy>
struct Destroy {
  template <class T>
  void operator()(T* handle) const noexcept {
    destroy(handle);
  }
};
using Stream = std::unique_ptr<CUstream_st, Destroy<cudaStreamDestroy>>;
using Cublas = std::unique_ptr<cublasContext, Destroy<cublasDestroy>>;
using Cudnn = std::unique_ptr<cudnnContext, Destroy<cudnnDestroy>>;

class Conv2dPlans;

/// The handles of one card, all on one stream, and what cuDNN found out with them. Those of cuBLAS
/// and cuDNN take a moment and memory, so they are made at first use.
struct Libraries {
  Libraries();
  ~Libraries();

  cublasHandle_t cublas();
  cudnnHandle_t cudnn();
  Conv2dPlans& conv2d_plans() { return *conv2d_plans_; }

  Stream stream;

 private:
  Cublas cublas_;
  Cudnn cudnn_;
  std::unique_ptr<Conv2dPlans> conv2d_plans_;
};

}  // namespace mien::cuda
