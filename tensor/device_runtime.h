#pragma once

#include <functional>
#include <memory>

#include "tensor/allocator.h"
#include "tensor/device.h"
#include "tensor/dtype.h"

namespace mien {

/// Work on a device that was recorded once and can be repeated.
///
/// Note [Recorded work]
/// A card can be told a whole step at once (a CUDA graph), which it then repeats without being told
/// of each kernel: small networks are otherwise limited by how fast kernels can be queued. What is
/// recorded are kernels and addresses. So every replay reads and writes the same memory: new inputs
/// are copied into the old tensors, results are read from the old ones; and numbers that the host
/// computed, such as a learning rate, stay what they were. What is to differ from replay to replay,
/// such as the number of a step, must stand in a tensor. Tensors that the work makes live in memory
/// of the recording's own. Work that asks for a value (`item`) or brings something from the host
/// cannot be recorded, and it must have been done once before, so that what is chosen or brought at
/// first use is there.
class RecordedWork {
 public:
  virtual ~RecordedWork() = default;
  /// Queues the work once more.
  virtual void replay() = 0;
};

class Upload;  // tensor/upload.h

/// What tensors need of a device: memory, copies, constants, changes of the element type.
///
/// Work on a card is done in the order of the calls; `copy_out` alone waits for it. No function is
/// called with a count of 0. Each throws a std::runtime_error that names the device's own error.
class DeviceRuntime {
 public:
  virtual ~DeviceRuntime() = default;

  virtual CachingAllocator& allocator() = 0;
  /// What the allocator counts, and what recordings hold besides: all they ever need counts as
  /// live.
  virtual AllocatorStats memory() { return allocator().stats(); }
  virtual void copy_in(void* to, const void* from_host, Index bytes) = 0;
  virtual void copy_out(void* to_host, const void* from, Index bytes) = 0;
  virtual void copy(void* to, const void* from, Index bytes) = 0;
  virtual void fill(void* to, DType dtype, Index count, double value) = 0;
  virtual void convert(void* to, DType to_dtype, const void* from, DType from_dtype,
                       Index count) = 0;

  /// A way from the host that does not hold up the device's work. Throws std::logic_error where the
  /// device's memory is the host's.
  virtual std::unique_ptr<Upload> upload();

  /// Whether work can be recorded: on a card, unless it was told not to.
  virtual bool can_record() const { return false; }
  /// Records `work` without doing it. Throws std::logic_error for work that cannot be recorded.
  virtual std::unique_ptr<RecordedWork> record(const std::function<void()>& work);
};

/// The runtime of `device`. Throws std::invalid_argument if this build has none, and whatever the
/// backend finds wrong with the device.
DeviceRuntime& runtime_of(Device device);

/// Called once by the backend for CUDA, when the program starts.
void set_cuda_runtime(DeviceRuntime& (*runtime_of_card)(int index));

}  // namespace mien
