#pragma once

#include <functional>
#include <memory>

#include "cuda/context.h"

struct CUgraphExec_st;  // what a cudaGraphExec_t points to

namespace mien::cuda {

/// Work on a card that was recorded once and can be queued again in one call.
///
/// Nothing is done while it is recorded, and every launch does the same to the same memory: that of
/// tensors from outside, which must live as long as the graph, and the graph's own pool, which no
/// tensor of anybody else is put into. Tensors that the work left in the pool may outlive the
/// graph.
class Graph {
 public:
  /// Throws std::logic_error if `work` looks at a value or copies from the host, CudaError if CUDA
  /// does not record it.
  Graph(Context& context, const std::function<void()>& work);
  ~Graph();
  Graph(const Graph&) = delete;
  Graph& operator=(const Graph&) = delete;

  void launch();
  /// What the graph's pool has handed out and taken.
  AllocatorStats memory() const { return pool_->stats(); }

 private:
  void record(const std::function<void()>& work);

  Context& context_;
  std::unique_ptr<MemorySource> memory_;
  std::unique_ptr<CachingAllocator> pool_;
  CUgraphExec_st* recorded_ = nullptr;
};

}  // namespace mien::cuda
