#pragma once

#include <memory>
#include <string>
#include <typeinfo>
#include <vector>

#include "cuda/precision.h"
#include "tensor/allocator.h"
#include "tensor/device.h"

struct CUstream_st;  // what a cudaStream_t points to

namespace mien::cuda {

struct Libraries;  // cuda/libraries.h

/// How a card computes, where there is a choice.
struct Settings {
  Precision precision = Precision::fp32;
  /// The same bits in every run: no sums whose order the card's scheduler decides.
  bool deterministic = false;
  /// Steps whose shapes stay the same are recorded and replayed (Note [Recorded work]).
  bool graphs = true;
  /// Says on stderr, once for each shape, how a convolution is computed.
  bool explain = false;
};

/// What a kernel on a card needs to know: the card, the stream that all its work is queued on, the
/// handles of cuBLAS and cuDNN, memory, and how to compute.
class Context {
 public:
  /// Throws NoCard unless the machine has a card of that number that this build can use.
  explicit Context(int index);
  ~Context();
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  Device device() const { return {DeviceType::cuda, index_}; }
  CUstream_st* stream() const { return stream_; }
  /// Where memory comes from: the card's pool, or that of the graph being recorded.
  CachingAllocator& allocator() const { return pool_ ? *pool_ : *allocator_; }
  Libraries& libraries() const { return *libraries_; }
  const Settings& settings() const { return settings_; }
  void set(const Settings& settings) { settings_ = settings; }

  /// Makes the card the current one of the calling thread.
  void make_current() const;
  /// Waits for everything queued so far. Throws CudaError if some of it failed, and
  /// std::logic_error while work is being recorded.
  void synchronize() const;

  /// Takes memory from `pool` from now on, and records instead of doing; nullptr ends it. For
  /// cuda/graph.cpp.
  void record_with(CachingAllocator* pool) { pool_ = pool; }
  /// Keeps a pool that nobody takes from any more until the last tensor in it is gone.
  void retire(std::unique_ptr<MemorySource> memory, std::unique_ptr<CachingAllocator> pool);
  /// Throws std::logic_error while work is being recorded: `what` cannot be part of a graph.
  void check_not_recording(const char* what) const;

 private:
  struct Pool {
    std::unique_ptr<MemorySource> memory;
    std::unique_ptr<CachingAllocator> pool;
  };

  int index_;
  CUstream_st* stream_ = nullptr;
  std::unique_ptr<MemorySource> memory_;
  std::unique_ptr<CachingAllocator> allocator_;
  CachingAllocator* pool_ = nullptr;
  std::vector<Pool> retired_;
  std::unique_ptr<Libraries> libraries_;
  Settings settings_;
};

/// The process's context for a card, made at first use, and current for the calling thread. It
/// lives until the process ends.
Context& context(int index);

/// Throws MissingKernel: "conv2d: there is no CUDA kernel yet, called on cuda:0".
[[noreturn]] void no_kernel(const Context& context, const std::string& name);

/// "mien::functors::Add", from what typeid says: a name for no_kernel.
std::string readable(const std::type_info& type);

}  // namespace mien::cuda
