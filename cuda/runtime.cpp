#include "cuda/runtime.h"

#include <map>
#include <mutex>
#include <set>

#include "cuda/check_call.h"
#include "cuda/context.h"
#include "cuda/fill.h"
#include "cuda/graph.h"
#include "cuda/upload.h"

namespace mien::cuda {
namespace {

AllocatorStats& operator+=(AllocatorStats& total, const AllocatorStats& more) {
  total.live += more.live;
  total.peak += more.peak;
  total.total += more.total;
  total.reserved += more.reserved;
  total.system_allocations += more.system_allocations;
  return total;
}

class CardRuntime : public DeviceRuntime {
 public:
  explicit CardRuntime(Context& context) : context_(context) {}

  CachingAllocator& allocator() override { return context_.allocator(); }
  AllocatorStats memory() override {
    AllocatorStats total = allocator().stats();
    for (const Graph* graph : graphs_) {
      AllocatorStats own = graph->memory();
      own.live = own.peak;  // whenever it is replayed
      total += own;
    }
    return total;
  }

  // From pageable memory the call returns once the driver has its own copy.
  void copy_in(void* to, const void* from, Index bytes) override {
    context_.check_not_recording("a copy from the host");
    queue_copy(to, from, bytes, cudaMemcpyHostToDevice);
  }
  void copy_out(void* to, const void* from, Index bytes) override {
    context_.check_not_recording("a look at a value");
    queue_copy(to, from, bytes, cudaMemcpyDeviceToHost);
    context_.synchronize();
  }
  void copy(void* to, const void* from, Index bytes) override {
    queue_copy(to, from, bytes, cudaMemcpyDeviceToDevice);
  }
  void fill(void* to, DType dtype, Index count, double value) override {
    context_.make_current();
    cuda::fill(context_, to, dtype, count, value);
  }
  void convert(void* to, DType to_dtype, const void* from, DType from_dtype, Index count) override {
    context_.make_current();
    cuda::convert(context_, to, to_dtype, from, from_dtype, count);
  }
  std::unique_ptr<Upload> upload() override { return cuda::upload(context_); }
  bool can_record() const override { return context_.settings().graphs; }
  std::unique_ptr<RecordedWork> record(const std::function<void()>& work) override {
    return std::make_unique<RecordedGraph>(*this, work);
  }

 private:
  class RecordedGraph : public RecordedWork {
   public:
    RecordedGraph(CardRuntime& card, const std::function<void()>& work)
        : card_(card), graph_(card.context_, work) {
      card_.graphs_.insert(&graph_);
    }
    ~RecordedGraph() override { card_.graphs_.erase(&graph_); }
    void replay() override { graph_.launch(); }

   private:
    CardRuntime& card_;
    Graph graph_;
  };

  void queue_copy(void* to, const void* from, Index bytes, cudaMemcpyKind kind) const {
    context_.make_current();
    MIEN_CUDA_CHECK(
        cudaMemcpyAsync(to, from, static_cast<std::size_t>(bytes), kind, context_.stream()));
  }

  Context& context_;
  std::set<const Graph*> graphs_;
};

}  // namespace

DeviceRuntime& runtime(int index) {
  // Never destroyed, as the contexts are not: storages refer to it.
  static auto& runtimes = *new std::map<int, CardRuntime>;
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  return runtimes.try_emplace(index, context(index)).first->second;
}

}  // namespace mien::cuda
