#include "cuda/matmul.h"

#include "cuda/libraries.h"
#include "tensor/device_runtime.h"

namespace mien::cuda {
namespace {

constexpr auto gemm(float) { return cublasSgemm_64; }
constexpr auto gemm(double) { return cublasDgemm_64; }

}  // namespace

template <class T>
void matmul(const Context& context, bool transpose_a, bool transpose_b, Index m, Index n, Index k,
            const T* a, const T* b, T* c, bool accumulate) {
  if (m == 0 || n == 0) return;
  if (k == 0) {
    if (!accumulate) runtime_of(context.device()).fill(c, dtype_of<T>, m * n, 0);
    return;
  }
  // cuBLAS reads column by column, so that our c is its c transposed: op(b)^T op(a)^T.
  const auto operation = [](bool transpose) { return transpose ? CUBLAS_OP_T : CUBLAS_OP_N; };
  const cublasHandle_t cublas = context.libraries().cublas();
  const bool tf32 = context.settings().precision == Precision::tf32;
  MIEN_CUDA_CHECK(
      cublasSetMathMode(cublas, tf32 ? CUBLAS_TF32_TENSOR_OP_MATH : CUBLAS_DEFAULT_MATH));
  const T one = 1, kept = accumulate ? 1 : 0;
  MIEN_CUDA_CHECK(gemm(T{})(cublas, operation(transpose_b), operation(transpose_a), n, m, k, &one,
                            b, transpose_b ? k : n, a, transpose_a ? m : k, &kept, c, n));
}

template void matmul(const Context&, bool, bool, Index, Index, Index, const float*, const float*,
                     float*, bool);
template void matmul(const Context&, bool, bool, Index, Index, Index, const double*, const double*,
                     double*, bool);

}  // namespace mien::cuda
