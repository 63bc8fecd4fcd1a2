#include "cuda/memory.h"

#include "cuda/check_call.h"

namespace mien::cuda {
namespace {

class CardMemory : public MemorySource {
 public:
  explicit CardMemory(int index) : index_(index) {}

  void* take(Index bytes) override {
    MIEN_CUDA_CHECK(cudaSetDevice(index_));
    void* block = nullptr;
    const cudaError_t status = cudaMalloc(&block, static_cast<std::size_t>(bytes));
    if (status == cudaErrorMemoryAllocation) {
      cudaGetLastError();  // so that it is not taken for that of the next call
      return nullptr;
    }
    MIEN_CUDA_CHECK(status);
    return block;
  }
  void give_back(void* block) noexcept override { cudaFree(block); }
  std::string name() const override { return text("cuda:", index_); }
  Index segment() const override { return Index{32} << 20; }

 private:
  int index_;
};

}  // namespace

std::unique_ptr<MemorySource> card_memory(int index) { return std::make_unique<CardMemory>(index); }

}  // namespace mien::cuda
