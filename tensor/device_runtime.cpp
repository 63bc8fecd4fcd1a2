#include "tensor/device_runtime.h"

#include <algorithm>
#include <cstring>

#include "tensor/functors/convert.h"
#include "tensor/upload.h"

namespace mien {
namespace {

class HostRuntime : public DeviceRuntime {
 public:
  CachingAllocator& allocator() override { return CachingAllocator::cpu(); }
  void copy_in(void* to, const void* from, Index bytes) override { copy(to, from, bytes); }
  void copy_out(void* to, const void* from, Index bytes) override { copy(to, from, bytes); }
  void copy(void* to, const void* from, Index bytes) override { std::memmove(to, from, bytes); }

  void fill(void* to, DType dtype, Index count, double value) override {
    visit_dtype(dtype, [&]<class T>() {
      std::fill_n(static_cast<T*>(to), count, functors::convert<T>(value));
    });
  }
  void convert(void* to, DType to_dtype, const void* from, DType from_dtype, Index count) override {
    visit_dtype(from_dtype, [&]<class From>() {
      visit_dtype(to_dtype, [&]<class To>() {
        const From* x = static_cast<const From*>(from);
        std::transform(x, x + count, static_cast<To*>(to),
                       [](From value) { return functors::convert<To>(value); });
      });
    });
  }
};

DeviceRuntime& (*cuda_runtime)(int index) = nullptr;

}  // namespace

std::unique_ptr<RecordedWork> DeviceRuntime::record(const std::function<void()>&) {
  throw std::logic_error("record: the host's work is done, not queued");
}

std::unique_ptr<Upload> DeviceRuntime::upload() {
  throw std::logic_error("upload: what the host computes with is there already");
}

void set_cuda_runtime(DeviceRuntime& (*runtime_of_card)(int index)) {
  cuda_runtime = runtime_of_card;
}

DeviceRuntime& runtime_of(Device device) {
  static HostRuntime host;
  if (device.type == DeviceType::cpu) return host;
  check(cuda_runtime, "tensor: this build has no memory on ", device);
  return cuda_runtime(device.index);
}

}  // namespace mien
