#include "cuda/matmul.h"

#include <type_traits>

#include "cuda/alignment.h"
#include "cuda/buffer.h"
#include "cuda/matmul_plans.h"
#include "cuda/narrow.h"
#include "tensor/device_runtime.h"

namespace mien::cuda {
namespace {

// The same product with factors in bfloat16; false where cuBLAS has no way to compute it.
bool by_narrow_factors(const Context& context, MatmulProblem problem, const float* a,
                       const float* b, float* c) {
  const Buffer<bfloat16> narrow_a(context, problem.m * problem.k);
  const Buffer<bfloat16> narrow_b(context, problem.k * problem.n);
  problem.factors = DType::bfloat16;
  problem.tf32 = false;
  problem.alignment = alignment_of(narrow_a.data(), narrow_b.data(), c);
  const MatmulPlan* plan = context.libraries().matmul_plans().find(context, problem);
  if (!plan) return false;
  narrow(context, problem.m * problem.k, a, narrow_a.data());
  narrow(context, problem.k * problem.n, b, narrow_b.data());
  plan->run(context, narrow_a.data(), narrow_b.data(), c);
  return true;
}

}  // namespace

template <class T>
void matmul(const Context& context, bool transpose_a, bool transpose_b, Index m, Index n, Index k,
            const T* a, const T* b, T* c, bool exact) {
  if (m == 0 || n == 0) return;
  if (k == 0) {
    runtime_of(context.device()).fill(c, dtype_of<T>, m * n, 0);
    return;
  }
  const Precision precision = exact ? Precision::fp32 : context.settings().precision;
  const MatmulProblem problem{
      transpose_a,          transpose_b, m, n, k, dtype_of<T>, precision != Precision::fp32,
      alignment_of(a, b, c)};
  if constexpr (std::is_same_v<T, float>) {
    if (precision == Precision::bf16 && by_narrow_factors(context, problem, a, b, c)) return;
  }
  const MatmulPlan* plan = context.libraries().matmul_plans().find(context, problem);
  if (!plan) {
    throw CudaError(text("a product of ", m, "x", k, " and ", k, "x", n, " matrices"),
                    "cuBLAS has no way to compute it", __FILE__, __LINE__);
  }
  plan->run(context, a, b, c);
}

template void matmul(const Context&, bool, bool, Index, Index, Index, const float*, const float*,
                     float*, bool);
template void matmul(const Context&, bool, bool, Index, Index, Index, const double*, const double*,
                     double*, bool);

}  // namespace mien::cuda
