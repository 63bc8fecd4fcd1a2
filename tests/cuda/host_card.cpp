// A card made of the host's memory: what cuda/context.cpp and cuda/runtime.cpp are on a real one.
// With it the kernels of cuda/, compiled for the host, run where there is no card; and recorded
// work keeps calls of kernels as a graph of CUDA does, with the arguments that they had.
#include <bit>
#include <cstring>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <set>

#include "cuda/context.h"
#include "cuda/conv2d_cudnn.h"
#include "cuda/fill.h"
#include "cuda/launch.h"
#include "cuda/matmul.h"
#include "tensor/device_runtime.h"
#include "tensor/upload.h"
#include "tests/cuda/card.h"

namespace mien::cuda {
namespace {

using Tape = std::vector<std::function<void()>>;
Tape* tape = nullptr;  // what is being recorded

// As a graph of CUDA: kernels with their arguments, and memory of their own.
class HostRecording : public RecordedWork {
 public:
  explicit HostRecording(const std::function<void()>& work)
      : pool_(std::make_unique<CachingAllocator>()) {
    const Recording recording(*pool_, tape_);
    work();
  }
  ~HostRecording() override { context(0).retire(nullptr, std::move(pool_)); }
  void replay() override {
    for (const auto& work : tape_) work();
  }
  Index memory() const { return pool_->stats().peak; }

 private:
  struct Recording {
    Recording(CachingAllocator& pool, Tape& to) {
      context(0).record_with(&pool);
      tape = &to;
    }
    ~Recording() {
      context(0).record_with(nullptr);
      tape = nullptr;
    }
  };

  std::unique_ptr<CachingAllocator> pool_;
  Tape tape_;
};

// Copies when it is told to.
class HostUpload : public Upload {
 public:
  void begin(const std::vector<Tensor>& tensors) override {
    std::vector<Tensor> copies;
    for (const Tensor& tensor : tensors) copies.push_back(tensor.clone());
    const std::lock_guard lock(mutex_);
    begun_.push_back(std::move(copies));
  }
  std::vector<Tensor> take() override {
    const std::lock_guard lock(mutex_);
    std::vector<Tensor> tensors = std::move(begun_.front());
    begun_.pop_front();
    for (Tensor& tensor : tensors) tensor = tensor.to(kCard);
    return tensors;
  }

 private:
  std::mutex mutex_;
  std::deque<std::vector<Tensor>> begun_;
};

class HostCard : public DeviceRuntime {
 public:
  CachingAllocator& allocator() override { return context(0).allocator(); }
  AllocatorStats memory() override {
    AllocatorStats total = allocator().stats();
    for (const HostRecording* recording : recordings_) total.live += recording->memory();
    return total;
  }
  void copy_in(void* to, const void* from, Index bytes) override {
    context(0).check_not_recording("a copy from the host");
    std::memmove(to, from, bytes);
  }
  void copy_out(void* to, const void* from, Index bytes) override {
    context(0).check_not_recording("a look at a value");
    std::memmove(to, from, bytes);
  }
  void copy(void* to, const void* from, Index bytes) override {
    do_or_record([=] { std::memmove(to, from, bytes); });
  }
  void fill(void* to, DType dtype, Index count, double value) override {
    cuda::fill(context(0), to, dtype, count, value);
  }
  void convert(void* to, DType to_dtype, const void* from, DType from_dtype, Index count) override {
    cuda::convert(context(0), to, to_dtype, from, from_dtype, count);
  }
  std::unique_ptr<Upload> upload() override { return std::make_unique<HostUpload>(); }
  bool can_record() const override { return context(0).settings().graphs; }
  std::unique_ptr<RecordedWork> record(const std::function<void()>& work) override {
    return std::make_unique<Listed>(*this, work);
  }

 private:
  struct Listed : HostRecording {
    Listed(HostCard& card, const std::function<void()>& work) : HostRecording(work), card(card) {
      card.recordings_.insert(this);
    }
    ~Listed() override { card.recordings_.erase(this); }
    HostCard& card;
  };
  std::set<const HostRecording*> recordings_;
};

DeviceRuntime& host_card(int) {
  static HostCard card;
  return card;
}

[[maybe_unused]] const bool registered = (set_cuda_runtime(host_card), true);

}  // namespace

struct Libraries {};

Context::Context(int index) : index_(index), allocator_(std::make_unique<CachingAllocator>()) {}
Context::~Context() = default;
void Context::make_current() const {}
void Context::synchronize() const {}
void Context::check_not_recording(const char* what) const {
  if (pool_) throw std::logic_error(text(what, " cannot be part of a CUDA graph"));
}
void Context::retire(std::unique_ptr<MemorySource>, std::unique_ptr<CachingAllocator> pool) {
  std::erase_if(retired_, [](const Pool& old) { return old.pool->stats().live == 0; });
  if (pool->stats().live > 0) retired_.push_back({nullptr, std::move(pool)});
}

void do_or_record(const std::function<void()>& work) {
  if (tape) {
    tape->push_back(work);
  } else {
    work();
  }
}

Context& context(int) {
  static auto& card = *new Context(0);
  return card;
}

namespace {

float factor(float x, Precision precision) {
  constexpr std::uint32_t kHalf = 1u << 12;  // of the last of ten bits
  switch (precision) {
    case Precision::bf16:
      return float(bfloat16(x));
    case Precision::tf32:
      return std::bit_cast<float>((std::bit_cast<std::uint32_t>(x) + kHalf) & ~(2 * kHalf - 1));
    case Precision::fp32:
      break;
  }
  return x;
}
double factor(double x, Precision) { return x; }

}  // namespace

// In the place of cuBLAS.
template <class T>
void matmul(const Context& context, bool transpose_a, bool transpose_b, Index m, Index n, Index k,
            const T* a, const T* b, T* c, bool exact) {
  const Precision precision = exact ? Precision::fp32 : context.settings().precision;
  do_or_record([=] {
    for (Index i = 0; i < m; ++i) {
      for (Index j = 0; j < n; ++j) {
        T total = 0;
        for (Index l = 0; l < k; ++l) {
          total += factor(a[transpose_a ? l * m + i : i * k + l], precision) *
                   factor(b[transpose_b ? j * k + l : l * n + j], precision);
        }
        c[i * n + j] = total;
      }
    }
  });
}
template void matmul(const Context&, bool, bool, Index, Index, Index, const float*, const float*,
                     float*, bool);
template void matmul(const Context&, bool, bool, Index, Index, Index, const double*, const double*,
                     double*, bool);

// In the place of cuDNN: the direct loops compute everything.
bool conv2d_by_cudnn(const Context&, const Conv2dGeometry&, Conv2dPass, DType,
                     const Conv2dOperands&) {
  return false;
}

}  // namespace mien::cuda

namespace mien {

bool has_card(std::string*) { return true; }
bool card_is_real() { return false; }

}  // namespace mien
