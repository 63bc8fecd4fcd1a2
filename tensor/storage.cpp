#include "tensor/storage.h"

#include "tensor/device_runtime.h"

namespace mien {

Storage::Storage(Index bytes, Device device)
    : allocator_(runtime_of(device).allocator()),
      data_(static_cast<std::byte*>(allocator_.allocate(bytes))),
      bytes_(bytes),
      device_(device) {}

Storage::~Storage() { allocator_.release(data_, bytes_); }

}  // namespace mien
