#pragma once

#include "tensor/allocator.h"
#include "tensor/device.h"
#include "tensor/dtype.h"

namespace mien {

/// What tensors need of a device: memory, copies, constants, changes of the element type.
///
/// Work on a card is done in the order of the calls; `copy_out` alone waits for it. No function is
/// called with a count of 0. Each throws a std::runtime_error that names the device's own error.
class DeviceRuntime {
 public:
  virtual ~DeviceRuntime() = default;

  virtual CachingAllocator& allocator() = 0;
  virtual void copy_in(void* to, const void* from_host, Index bytes) = 0;
  virtual void copy_out(void* to_host, const void* from, Index bytes) = 0;
  virtual void copy(void* to, const void* from, Index bytes) = 0;
  virtual void fill(void* to, DType dtype, Index count, double value) = 0;
  virtual void convert(void* to, DType to_dtype, const void* from, DType from_dtype,
                       Index count) = 0;
};

/// The runtime of `device`. Throws std::invalid_argument if this build has none, and whatever the
/// backend finds wrong with the device.
DeviceRuntime& runtime_of(Device device);

/// Called once by the backend for CUDA, when the program starts.
void set_cuda_runtime(DeviceRuntime& (*runtime_of_card)(int index));

}  // namespace mien
