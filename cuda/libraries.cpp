#include "cuda/libraries.h"

#include "cuda/conv2d_plans.h"

namespace mien::cuda {

Libraries::Libraries() : conv2d_plans_(std::make_unique<Conv2dPlans>()) {
  cudaStream_t made;
  MIEN_CUDA_CHECK(cudaStreamCreateWithFlags(&made, cudaStreamNonBlocking));
  stream.reset(made);
}

Libraries::~Libraries() = default;

cublasHandle_t Libraries::cublas() {
  if (!cublas_) {
    cublasHandle_t made;
    MIEN_CUDA_CHECK(cublasCreate(&made));
    cublas_.reset(made);
    MIEN_CUDA_CHECK(cublasSetStream(made, stream.get()));
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
