#pragma once

#include <atomic>
#include <cstdint>

#include "tensor/check.h"
#include "tensor/device.h"

namespace mien {

class CachingAllocator;

/// A block of memory on one device, shared by the tensors that view it.
///
/// `version` counts the writes made through Tensor::mutable_data, so that a gradient function can
/// tell that a tensor it saved was changed since.
class Storage {
 public:
  Storage(Index bytes, Device device);
  ~Storage();
  Storage(const Storage&) = delete;
  Storage& operator=(const Storage&) = delete;

  std::byte* data() const { return data_; }
  Index bytes() const { return bytes_; }
  Device device() const { return device_; }

  std::uint64_t version() const { return version_.load(std::memory_order_relaxed); }
  void count_write() { version_.fetch_add(1, std::memory_order_relaxed); }

 private:
  CachingAllocator& allocator_;
  std::byte* data_;
  Index bytes_;
  Device device_;
  std::atomic<std::uint64_t> version_{0};
};

}  // namespace mien
