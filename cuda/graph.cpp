#include "cuda/graph.h"

#include "cuda/check_call.h"
#include "cuda/memory.h"

namespace mien::cuda {
namespace {

// While it lives, the context's stream records.
class Recording {
 public:
  Recording(Context& context, CachingAllocator& pool) : context_(context) {
    // Relaxed: the pool has to take memory from the card meanwhile.
    MIEN_CUDA_CHECK(cudaStreamBeginCapture(context.stream(), cudaStreamCaptureModeRelaxed));
    context.record_with(&pool);
  }
  ~Recording() {
    if (cudaGraph_t abandoned = nullptr; is_open_) {
      context_.record_with(nullptr);
      cudaStreamEndCapture(context_.stream(), &abandoned);
      if (abandoned) cudaGraphDestroy(abandoned);
      cudaGetLastError();  // so that it is not taken for that of the next call
    }
  }
  Recording(const Recording&) = delete;
  Recording& operator=(const Recording&) = delete;

  cudaGraph_t finish() {
    context_.record_with(nullptr);
    is_open_ = false;
    cudaGraph_t graph;
    MIEN_CUDA_CHECK(cudaStreamEndCapture(context_.stream(), &graph));
    return graph;
  }

 private:
  Context& context_;
  bool is_open_ = true;
};

}  // namespace

Graph::Graph(Context& context, const std::function<void()>& work)
    : context_(context),
      memory_(card_memory(context.device().index)),
      pool_(std::make_unique<CachingAllocator>(*memory_)) {
  context.make_current();
  try {
    record(work);
  } catch (...) {
    context.retire(std::move(memory_), std::move(pool_));
    throw;
  }
}

void Graph::record(const std::function<void()>& work) {
  Recording recording(context_, *pool_);
  work();
  const cudaGraph_t graph = recording.finish();
  const cudaError_t status = cudaGraphInstantiate(&recorded_, graph, 0);
  cudaGraphDestroy(graph);
  MIEN_CUDA_CHECK(status);
}

Graph::~Graph() {
  if (recorded_) cudaGraphExecDestroy(recorded_);
  context_.retire(std::move(memory_), std::move(pool_));
}

void Graph::launch() {
  context_.make_current();
  MIEN_CUDA_CHECK(cudaGraphLaunch(recorded_, context_.stream()));
}

}  // namespace mien::cuda
