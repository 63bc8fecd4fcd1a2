#include "cuda/libraries.h"

#include "cuda/conv2d_plans.h"
#include "cuda/matmul_plans.h"

namespace mien::cuda {

Libraries::Libraries()
    : conv2d_plans_(std::make_unique<Conv2dPlans>()),
      matmul_plans_(std::make_unique<MatmulPlans>()) {
  cudaStream_t made;
  MIEN_CUDA_CHECK(cudaStreamCreateWithFlags(&made, cudaStreamNonBlocking));
  stream.reset(made);
}

Libraries::~Libraries() = default;

cublasLtHandle_t Libraries::cublas() {
  if (!cublas_) {
    cublasLtHandle_t made;
    MIEN_CUDA_CHECK(cublasLtCreate(&made));
    cublas_.reset(made);
  }
  return cublas_.get();
}

cudnnHandle_t Libraries::cudnn() {
  if (!cudnn_) {
    cudnnHandle_t made;
    MIEN_CUDA_CHECK(cudnnCreate(&made));
    cudnn_.reset(made);
    MIEN_CUDA_CHECK(cudnnSetStream(made, stream.get()));
  }
  return cudnn_.get();
}

}  // namespace mien::cuda
