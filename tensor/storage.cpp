#include "tensor/storage.h"

#include "tensor/device_runtime.h"

namespace mien {

std::uint64_t Storage::next_version() {
  static std::atomic<std::uint64_t> last{0};
  return last.fetch_add(1, std::memory_order_relaxed) + 1;
}

Storage::Storage(Index bytes, Device device)
    : allocator_(runtime_of(device).allocator()),
      data_(static_cast<std::byte*>(allocator_.allocate(bytes))),
      bytes_(bytes),
      device_(device) {}

Storage::~Storage() { allocator_.release(data_, bytes_); }

}  // namespace mien
