#pragma once

#include <atomic>
#include <cstdint>

#include "tensor/check.h"
#include "tensor/device.h"

namespace mien {

class CachingAllocator;

/// A block of memory on one device, shared by the tensors that view it.
///
/// `version` is another number after each write made through Tensor::mutable_data, so that a
/// gradient function can tell that a tensor it saved was changed since. No two storages of a
/// process ever have the same one: equal versions mean equal contents.
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
  void count_write() { version_.store(next_version(), std::memory_order_relaxed); }

 private:
  static std::uint64_t next_version();

  CachingAllocator& allocator_;
  std::byte* data_;
  Index bytes_;
  Device device_;
  std::atomic<std::uint64_t> version_{next_version()};
};

}  // namespace mien
