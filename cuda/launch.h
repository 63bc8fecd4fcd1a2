#pragma once

#include "cuda/context.h"
#include "tensor/functors/host_device.h"

#ifdef __CUDACC__
#include <utility>

#include "cuda/check_call.h"
#include "cuda/launch_shape.h"
#else
#include <functional>
#endif

// For the sources of cuda/ alone.

namespace mien::cuda {

#ifdef __CUDACC__

// Note [Kernels close together]
// Most kernels of a small batch take 2 to 10 us, and as long would go by with ending one and
// bringing up the next. So every kernel of ours lets the next one be brought up as soon as all its
// own threads are (programmatic dependent launch, of cards from compute capability 9.0 on), and
// first waits itself until the work before has ended.
__device__ inline void follow_the_work_before() {
#if __CUDA_ARCH__ >= 900
  cudaTriggerProgrammaticLaunchCompletion();
  cudaGridDependencySynchronize();
#endif
}

/// Queues a kernel that begins with follow_the_work_before().
template <class... Parameters, class... Arguments>
void queue_kernel(const Context& context, void (*kernel)(Parameters...), dim3 blocks,
                  unsigned threads, Arguments&&... arguments) {
  cudaLaunchAttribute close{};
  close.id = cudaLaunchAttributeProgrammaticStreamSerialization;
  close.val.programmaticStreamSerializationAllowed = 1;
  cudaLaunchConfig_t how{};
  how.gridDim = blocks;
  how.blockDim = threads;
  how.stream = context.stream();
  how.attrs = &close;
  how.numAttrs = MIEN_CUDA_ARCHITECTURE >= 90 ? 1 : 0;
  MIEN_CUDA_CHECK(cudaLaunchKernelEx(&how, kernel, std::forward<Arguments>(arguments)...));
}

template <class F>
__global__ void run_each(Index n, F f) {
  follow_the_work_before();
  const Index step = static_cast<Index>(gridDim.x) * blockDim.x;
  for (Index i = static_cast<Index>(blockIdx.x) * blockDim.x + threadIdx.x; i < n; i += step) f(i);
}

/// Queues f(i) for each i in [0, n), in any order. f is a MIEN_HOST_DEVICE functor or lambda that
/// captures values and pointers to the card's memory. Throws CudaError if it cannot be launched.
template <class F>
void launch(const Context& context, Index n, F f) {
  if (n == 0) return;
  const LaunchShape shape = launch_shape(n);
  queue_kernel(context, run_each<F>, shape.blocks, shape.threads, n, f);
}

#else

/// Calls `work` or, while work is being recorded, keeps it for the replays.
void do_or_record(const std::function<void()>& work);

/// Kernels compiled by the host's compiler run in a loop on the host's memory. Tests check their
/// arithmetic that way on machines without a card; no program of ours is built so.
template <class F>
void launch(const Context&, Index n, F f) {
  do_or_record([n, f] {
    for (Index i = 0; i < n; ++i) f(i);
  });
}

#endif

/// *sum += term where several threads may do so at once, in an order that nobody knows.
template <class T>
MIEN_HOST_DEVICE void add_to(T* sum, T term) {
#ifdef __CUDA_ARCH__
  atomicAdd(sum, term);
#else
  *sum += term;
#endif
}

}  // namespace mien::cuda
