#include "cuda/matmul_plans.h"

#include <bit>
#include <iostream>

#include "cuda/buffer.h"

namespace mien::cuda {
namespace {

constexpr Index kMostWorkspace = Index{32} << 20;  // bytes, what cuBLAS advises for a Hopper
constexpr Index kWorkspaceAlignment = 256;

cudaDataType_t type_of(DType dtype) {
  switch (dtype) {
    case DType::float64:
      return CUDA_R_64F;
    case DType::bfloat16:
      return CUDA_R_16BF;
    default:
      return CUDA_R_32F;
  }
}

template <class T>
void set(cublasLtMatmulDesc_t operation, cublasLtMatmulDescAttributes_t name, T value) {
  MIEN_CUDA_CHECK(cublasLtMatmulDescSetAttribute(operation, name, &value, sizeof value));
}

template <class T>
void set(cublasLtMatmulPreference_t preference, cublasLtMatmulPreferenceAttributes_t name,
         T value) {
  MIEN_CUDA_CHECK(cublasLtMatmulPreferenceSetAttribute(preference, name, &value, sizeof value));
}

cublasComputeType_t sums_of(const MatmulProblem& problem) {
  if (problem.factors == DType::float64) return CUBLAS_COMPUTE_64F;
  return problem.tf32 ? CUBLAS_COMPUTE_32F_FAST_TF32 : CUBLAS_COMPUTE_32F;
}

}  // namespace

MatmulPlan::Layout MatmulPlan::layout(DType dtype, Index rows, Index columns) {
  cublasLtMatrixLayout_t made;
  MIEN_CUDA_CHECK(cublasLtMatrixLayoutCreate(&made, type_of(dtype),
                                             static_cast<std::uint64_t>(rows),
                                             static_cast<std::uint64_t>(columns), rows));
  return Layout(made);
}

// cuBLAS reads column by column, so that our c is its c transposed: op(b)^T op(a)^T.
MatmulPlan::MatmulPlan(const MatmulProblem& p)
    : result_(p.factors == DType::float64 ? DType::float64 : DType::float32),
      a_(layout(p.factors, p.transpose_a ? p.m : p.k, p.transpose_a ? p.k : p.m)),
      b_(layout(p.factors, p.transpose_b ? p.k : p.n, p.transpose_b ? p.n : p.k)),
      c_(layout(result_, p.n, p.m)) {
  const auto operation = [](bool transpose) { return transpose ? CUBLAS_OP_T : CUBLAS_OP_N; };
  cublasLtMatmulDesc_t made;
  MIEN_CUDA_CHECK(cublasLtMatmulDescCreate(&made, sums_of(p), type_of(result_)));
  operation_.reset(made);
  set(made, CUBLASLT_MATMUL_DESC_TRANSA, operation(p.transpose_b));
  set(made, CUBLASLT_MATMUL_DESC_TRANSB, operation(p.transpose_a));
}

bool MatmulPlan::choose(cublasLtHandle_t cublas, Index alignment) {
  cublasLtMatmulPreference_t made;
  MIEN_CUDA_CHECK(cublasLtMatmulPreferenceCreate(&made));
  const std::unique_ptr<cublasLtMatmulPreferenceOpaque_t, Destroy<cublasLtMatmulPreferenceDestroy>>
      preference(made);
  set(made, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, static_cast<std::size_t>(kMostWorkspace));
  for (const auto operand :
       {CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES,
        CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES}) {
    set(made, operand, static_cast<std::uint32_t>(alignment));
  }
  cublasLtMatmulHeuristicResult_t best = {};
  int count = 0;
  const cublasStatus_t status = cublasLtMatmulAlgoGetHeuristic(
      cublas, operation_.get(), b_.get(), a_.get(), c_.get(), c_.get(), made, 1, &best, &count);
  if (status == CUBLAS_STATUS_NOT_SUPPORTED) return false;
  MIEN_CUDA_CHECK(status);
  if (count == 0 || best.state != CUBLAS_STATUS_SUCCESS) return false;
  algorithm_ = best.algo;
  workspace_ = static_cast<Index>(best.workspaceSize);
  return true;
}

std::optional<MatmulPlan> MatmulPlan::find(cublasLtHandle_t cublas, const MatmulProblem& problem) {
  MatmulPlan plan(problem);
  if (!plan.choose(cublas, problem.alignment)) return std::nullopt;
  return plan;
}

void MatmulPlan::run(const Context& context, const void* a, const void* b, void* c) const {
  const Buffer<std::byte> space(context, workspace_ + kWorkspaceAlignment);
  const auto address = std::bit_cast<std::uintptr_t>(space.data());
  void* const workspace = space.data() + (-address) % kWorkspaceAlignment;
  const auto queue = [&]<class T>(T one, T none) {
    MIEN_CUDA_CHECK(cublasLtMatmul(context.libraries().cublas(), operation_.get(), &one, b,
                                   b_.get(), a, a_.get(), &none, c, c_.get(), c, c_.get(),
                                   &algorithm_, workspace, static_cast<std::size_t>(workspace_),
                                   context.stream()));
  };
  if (result_ == DType::float64) return queue(1.0, 0.0);
  queue(1.0f, 0.0f);
}

const MatmulPlan* MatmulPlans::find(const Context& context, const MatmulProblem& problem) {
  auto found = plans_.find(problem);
  if (found == plans_.end()) {
    context.make_current();
    found = plans_.emplace(problem, MatmulPlan::find(context.libraries().cublas(), problem)).first;
    if (!found->second && context.settings().explain) {
      std::cerr << "product " << problem.m << 'x' << problem.k << 'x' << problem.n
                << ": cuBLAS has none with factors in " << problem.factors << '\n';
    }
  }
  return found->second ? &*found->second : nullptr;
}

}  // namespace mien::cuda
