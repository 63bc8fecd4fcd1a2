#include "cuda/context.h"

#include <algorithm>
#include <map>
#include <mutex>

#include "cuda/cards.h"
#include "cuda/libraries.h"
#include "cuda/memory.h"
#include "cuda/runtime.h"

namespace mien::cuda {
namespace {

// Every program that computes with cuda/ holds this file, and so tensors on cards.
[[maybe_unused]] const bool registered = (set_cuda_runtime(runtime), true);

}  // namespace

Context::Context(int index) : index_(index) {
  const std::vector<Card> found = cards();
  const bool usable = std::any_of(found.begin(), found.end(),
                                  [&](const Card& card) { return card.index == index; });
  if (!usable) throw NoCard(text("cuda:", index, " is none of the cards found: ", found.size()));
  make_current();
  libraries_ = std::make_unique<Libraries>();
  stream_ = libraries_->stream.get();
  memory_ = card_memory(index);
  allocator_ = std::make_unique<CachingAllocator>(*memory_);
}

Context::~Context() = default;

void Context::make_current() const { MIEN_CUDA_CHECK(cudaSetDevice(index_)); }

void Context::synchronize() const {
  check_not_recording("waiting for the card");
  MIEN_CUDA_CHECK(cudaStreamSynchronize(stream_));
}

void Context::retire(std::unique_ptr<MemorySource> memory, std::unique_ptr<CachingAllocator> pool) {
  std::erase_if(retired_, [](const Pool& old) { return old.pool->stats().live == 0; });
  pool->trim();
  if (pool->stats().live > 0) {
    retired_.push_back({std::move(memory), std::move(pool)});
  } else {
    pool.reset();  // before its memory
  }
}

void Context::check_not_recording(const char* what) const {
  if (pool_) throw std::logic_error(text(what, " cannot be part of a CUDA graph"));
}

Context& context(int index) {
  // Never destroyed: when the process ends, the driver may be gone before our handles.
  static auto& contexts = *new std::map<int, std::unique_ptr<Context>>;
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  std::unique_ptr<Context>& one = contexts[index];
  if (!one) one = std::make_unique<Context>(index);
  one->make_current();
  return *one;
}

}  // namespace mien::cuda
