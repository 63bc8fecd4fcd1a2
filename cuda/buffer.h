#pragma once

#include <type_traits>

#include "cuda/context.h"

// For the sources of cuda/ alone.

namespace mien::cuda {

/// Workspace on a card, given back when it goes out of scope: what is queued by then comes before
/// whoever gets the memory next.
template <class T>
class Buffer {
 public:
  static_assert(std::is_trivially_copyable_v<T>);

  Buffer(const Context& context, Index count)
      : allocator_(context.allocator()), bytes_(count * static_cast<Index>(sizeof(T))) {
    data_ = static_cast<T*>(allocator_.allocate(bytes_));
  }
  ~Buffer() { allocator_.release(data_, bytes_); }
  Buffer(const Buffer&) = delete;
  Buffer& operator=(const Buffer&) = delete;

  T* data() const { return data_; }

 private:
  CachingAllocator& allocator_;
  Index bytes_;
  T* data_;
};

}  // namespace mien::cuda
