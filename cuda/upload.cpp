#include "cuda/upload.h"

#include <array>
#include <cstring>

#include "cuda/libraries.h"

namespace mien::cuda {
namespace {

template <class T, auto destroy>
using Owned = std::unique_ptr<T, Destroy<destroy>>;

Stream copy_stream() {
  cudaStream_t made;
  MIEN_CUDA_CHECK(cudaStreamCreateWithFlags(&made, cudaStreamNonBlocking));
  return Stream(made);
}

Event event() {
  cudaEvent_t made;
  MIEN_CUDA_CHECK(cudaEventCreateWithFlags(&made, cudaEventDisableTiming));
  return Event(made);
}

// Where a tensor lies in a slot.
struct Piece {
  Shape shape;
  DType dtype;
  Index begin, bytes;
};

std::vector<Piece> pieces_of(const std::vector<Tensor>& tensors) {
  constexpr Index kAlignment = 256;
  std::vector<Piece> pieces;
  Index end = 0;
  for (const Tensor& tensor : tensors) {
    check(tensor.defined() && tensor.device() == kCpu, "upload: tensors must be on the CPU");
    pieces.push_back({tensor.shape(), tensor.dtype(), end, tensor.bytes()});
    end += (tensor.bytes() + kAlignment - 1) / kAlignment * kAlignment;
  }
  return pieces;
}

// Memory for one batch, on both sides.
class Slot {
 public:
  // Waits until the staging memory has been read, then fills it and queues the way to the card.
  void fill(const std::vector<Tensor>& tensors, cudaStream_t copies) {
    MIEN_CUDA_CHECK(cudaEventSynchronize(arrived_.get()));
    pieces_ = pieces_of(tensors);
    const Index bytes = pieces_.empty() ? 0 : pieces_.back().begin + pieces_.back().bytes;
    if (bytes > capacity_) grow(bytes);
    for (std::size_t i = 0; i < tensors.size(); ++i) {
      const auto [shape, dtype, begin, size] = pieces_[i];
      if (size > 0) {
        std::memcpy(staging_.get() + begin, tensors[i].raw(), static_cast<std::size_t>(size));
      }
    }
    MIEN_CUDA_CHECK(cudaStreamWaitEvent(copies, emptied_.get(), 0));
    if (bytes > 0) {
      MIEN_CUDA_CHECK(cudaMemcpyAsync(memory_.get(), staging_.get(),
                                      static_cast<std::size_t>(bytes), cudaMemcpyHostToDevice,
                                      copies));
    }
    MIEN_CUDA_CHECK(cudaEventRecord(arrived_.get(), copies));
  }

  // Queues copies into tensors.
  std::vector<Tensor> empty(const Context& context) {
    MIEN_CUDA_CHECK(cudaStreamWaitEvent(context.stream(), arrived_.get(), 0));
    std::vector<Tensor> tensors;
    for (const auto& [shape, dtype, begin, bytes] : pieces_) {
      Tensor& tensor = tensors.emplace_back(shape, dtype, context.device());
      if (bytes == 0) continue;
      MIEN_CUDA_CHECK(cudaMemcpyAsync(tensor.mutable_raw(), memory_.get() + begin,
                                      static_cast<std::size_t>(bytes), cudaMemcpyDeviceToDevice,
                                      context.stream()));
    }
    MIEN_CUDA_CHECK(cudaEventRecord(emptied_.get(), context.stream()));
    return tensors;
  }

  // Waits until nothing queued reads or writes its memory; errors show elsewhere.
  void wait() const noexcept {
    cudaEventSynchronize(arrived_.get());
    cudaEventSynchronize(emptied_.get());
  }

 private:
  void grow(Index bytes) {
    wait();
    capacity_ = 0;
    void* made = nullptr;
    MIEN_CUDA_CHECK(cudaMallocHost(&made, static_cast<std::size_t>(bytes)));
    staging_.reset(static_cast<std::byte*>(made));
    memory_.reset();
    MIEN_CUDA_CHECK(cudaMalloc(&made, static_cast<std::size_t>(bytes)));
    memory_.reset(static_cast<std::byte*>(made));
    capacity_ = bytes;
  }

  Owned<std::byte, cudaFreeHost> staging_;
  Owned<std::byte, cudaFree> memory_;
  Index capacity_ = 0;
  Event arrived_ = event(), emptied_ = event();
  std::vector<Piece> pieces_;
};

class CardUpload : public Upload {
 public:
  explicit CardUpload(Context& context) : context_(context) {}
  ~CardUpload() override {
    cudaSetDevice(context_.device().index);
    for (const Slot& slot : slots_) slot.wait();
  }

  void begin(const std::vector<Tensor>& tensors) override {
    context_.make_current();
    slots_[begun_ % kSlots].fill(tensors, copies_.get());
    ++begun_;
  }
  std::vector<Tensor> take() override {
    context_.check_not_recording("an upload");
    context_.make_current();
    std::vector<Tensor> tensors = slots_[taken_ % kSlots].empty(context_);
    ++taken_;
    return tensors;
  }

 private:
  const Context& context_;
  Stream copies_ = copy_stream();
  std::array<Slot, kSlots> slots_;
  std::size_t begun_ = 0, taken_ = 0;  // the one of begin's thread, the other of take's
};

}  // namespace

std::unique_ptr<Upload> upload(Context& context) {
  context.make_current();
  return std::make_unique<CardUpload>(context);
}

}  // namespace mien::cuda
