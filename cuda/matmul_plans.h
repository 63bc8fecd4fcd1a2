#pragma once

#include <map>
#include <optional>

#include "cuda/context.h"
#include "cuda/libraries.h"
#include "tensor/dtype.h"

// For the sources of cuda/ alone.

namespace mien::cuda {

/// A product of matrices (cuda/matmul.h) as cuBLAS is asked for it.
struct MatmulProblem {
  bool transpose_a, transpose_b;
  Index m, n, k;
  DType factors;    ///< float64, float32, or bfloat16 with a result in float32
  bool tf32;        ///< float32 may be rounded to it
  Index alignment;  ///< bytes that every operand's address is a multiple of

  auto operator<=>(const MatmulProblem&) const = default;
};

/// What cuBLAS thinks is the best way to compute a problem, ready to run.
class MatmulPlan {
 public:
  /// Nothing where cuBLAS has no way. Throws CudaError for any other failure.
  static std::optional<MatmulPlan> find(cublasLtHandle_t cublas, const MatmulProblem& problem);

  /// Queues c = op(a) op(b), with workspace from the context's allocator.
  void run(const Context& context, const void* a, const void* b, void* c) const;

 private:
  using Operation = std::unique_ptr<cublasLtMatmulDescOpaque_t, Destroy<cublasLtMatmulDescDestroy>>;
  using Layout =
      std::unique_ptr<cublasLtMatrixLayoutOpaque_t, Destroy<cublasLtMatrixLayoutDestroy>>;

  explicit MatmulPlan(const MatmulProblem& problem);
  static Layout layout(DType dtype, Index rows, Index columns);
  bool choose(cublasLtHandle_t cublas, Index alignment);

  DType result_;
  Operation operation_;
  Layout a_, b_, c_;
  cublasLtMatmulAlgo_t algorithm_ = {};
  Index workspace_ = 0;  // bytes
};

/// The plan of each product that a card has computed so far.
class MatmulPlans {
 public:
  /// Made at the first call for a problem; nullptr where cuBLAS has no way to compute it.
  const MatmulPlan* find(const Context& context, const MatmulProblem& problem);

 private:
  std::map<MatmulProblem, std::optional<MatmulPlan>> plans_;
};

}  // namespace mien::cuda
