#pragma once

#include <cublasLt.h>
#include <cudnn.h>

#include <memory>

#include "cuda/check_call.h"

// For the sources of cuda/ alone: it shows the types of CUDA's libraries.

namespace mien::cuda {

inline bool succeeded(cublasStatus_t status) { return status == CUBLAS_STATUS_SUCCESS; }
inline std::string status_text(cublasStatus_t status) { return cublasLtGetStatusString(status); }
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
using Event = std::unique_ptr<CUevent_st, Destroy<cudaEventDestroy>>;
using CublasLt = std::unique_ptr<cublasLtContext, Destroy<cublasLtDestroy>>;
using Cudnn = std::unique_ptr<cudnnContext, Destroy<cudnnDestroy>>;

class Conv2dPlans;
class MatmulPlans;

/// The handles of one card, all on one stream, and what cuBLAS and cuDNN found out with them.
/// Theirs take a moment and memory, so they are made at first use.
struct Libraries {
  Libraries();
  ~Libraries();

  cublasLtHandle_t cublas();
  cudnnHandle_t cudnn();
  Conv2dPlans& conv2d_plans() { return *conv2d_plans_; }
  MatmulPlans& matmul_plans() { return *matmul_plans_; }

  Stream stream;

 private:
  CublasLt cublas_;
  Cudnn cudnn_;
  std::unique_ptr<Conv2dPlans> conv2d_plans_;
  std::unique_ptr<MatmulPlans> matmul_plans_;
};

}  // namespace mien::cuda
