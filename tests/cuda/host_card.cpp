// A card made of the host's memory: what cuda/context.cpp and cuda/runtime.cpp are on a real one.
// With it the kernels of cuda/, compiled for the host, run where there is no card.
#include <cstring>
#include <map>

#include "cuda/context.h"
#include "cuda/fill.h"
#include "tensor/device_runtime.h"

namespace mien::cuda {
namespace {

class HostCard : public DeviceRuntime {
 public:
  CachingAllocator& allocator() override { return context(0).allocator(); }
  void copy_in(void* to, const void* from, Index bytes) override { copy(to, from, bytes); }
  void copy_out(void* to, const void* from, Index bytes) override { copy(to, from, bytes); }
  void copy(void* to, const void* from, Index bytes) override { std::memmove(to, from, bytes); }
  void fill(void* to, DType dtype, Index count, double value) override {
    cuda::fill(context(0), to, dtype, count, value);
  }
  void convert(void* to, DType to_dtype, const void* from, DType from_dtype, Index count) override {
    cuda::convert(context(0), to, to_dtype, from, from_dtype, count);
  }
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

Context& context(int) {
  static auto& card = *new Context(0);
  return card;
}

}  // namespace mien::cuda
