// A card made of the host's memory: what cuda/context.cpp and cuda/runtime.cpp are on a real one.
// With it the kernels of cuda/, compiled for the host, run where there is no card.
#include <cstring>
#include <deque>
#include <mutex>

#include "cuda/context.h"
#include "cuda/conv2d.h"
#include "cuda/conv2d_direct.h"
#include "cuda/fill.h"
#include "cuda/matmul.h"
#include "tensor/device_runtime.h"
#include "tensor/upload.h"
#include "tests/cuda/card.h"

namespace mien::cuda {
namespace {

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
  void copy_in(void* to, const void* from, Index bytes) override { copy(to, from, bytes); }
  void copy_out(void* to, const void* from, Index bytes) override { copy(to, from, bytes); }
  void copy(void* to, const void* from, Index bytes) override { std::memmove(to, from, bytes); }
  void fill(void* to, DType dtype, Index count, double value) override {
    cuda::fill(context(0), to, dtype, count, value);
  }
  void convert(void* to, DType to_dtype, const void* from, DType from_dtype, Index count) override {
    cuda::convert(context(0), to, to_dtype, from, from_dtype, count);
  }
  std::unique_ptr<Upload> upload() override { return std::make_unique<HostUpload>(); }
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
void Context::check_not_recording(const char*) const {}

Context& context(int) {
  static auto& card = *new Context(0);
  return card;
}

// In the place of cuBLAS.
template <class T>
void matmul(const Context&, bool transpose_a, bool transpose_b, Index m, Index n, Index k,
            const T* a, const T* b, T* c, bool accumulate) {
  for (Index i = 0; i < m; ++i) {
    for (Index j = 0; j < n; ++j) {
      T total = accumulate ? c[i * n + j] : T{0};
      for (Index l = 0; l < k; ++l) {
        total += a[transpose_a ? l * m + i : i * k + l] * b[transpose_b ? j * k + l : l * n + j];
      }
      c[i * n + j] = total;
    }
  }
}
template void matmul(const Context&, bool, bool, Index, Index, Index, const float*, const float*,
                     float*, bool);
template void matmul(const Context&, bool, bool, Index, Index, Index, const double*, const double*,
                     double*, bool);

// In the place of cuDNN.
template <class T>
void conv2d(const Context& context, const Conv2dGeometry& g, const T* x, const T* w, const T* bias,
            T* y) {
  direct::conv2d(context, g, x, w, bias, y);
}
template <class T>
void conv2d_input_gradient(const Context& context, const Conv2dGeometry& g, const T* dy, const T* w,
                           const T* bias, T* dx) {
  direct::conv2d_input_gradient(context, g, dy, w, bias, dx);
}
template <class T>
void conv2d_weight_gradient(const Context& context, const Conv2dGeometry& g, const T* x,
                            const T* dy, T* dw) {
  direct::conv2d_weight_gradient(context, g, x, dy, dw);
}
template decltype(conv2d<float>) conv2d<float>;
template decltype(conv2d<double>) conv2d<double>;
template decltype(conv2d_input_gradient<float>) conv2d_input_gradient<float>;
template decltype(conv2d_input_gradient<double>) conv2d_input_gradient<double>;
template decltype(conv2d_weight_gradient<float>) conv2d_weight_gradient<float>;
template decltype(conv2d_weight_gradient<double>) conv2d_weight_gradient<double>;

}  // namespace mien::cuda

namespace mien {

bool has_card(std::string*) { return true; }

}  // namespace mien
