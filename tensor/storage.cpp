#include "tensor/storage.h"

#include "tensor/allocator.h"

namespace mien {

Storage::Storage(Index bytes, Device device) : bytes_(bytes), device_(device) {
  check(device.type == DeviceType::cpu, "storage: this build has no memory on ", device);
  data_ = static_cast<std::byte*>(CachingAllocator::cpu().allocate(bytes));
}

Storage::~Storage() { CachingAllocator::cpu().release(data_, bytes_); }

}  // namespace mien
