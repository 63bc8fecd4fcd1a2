#pragma once

#include <string>

#include "tensor/check.h"

namespace mien {

/// Where an allocator gets its memory: the system, or a card.
class MemorySource {
 public:
  virtual ~MemorySource() = default;

  /// A block of `bytes`, or nullptr if there is none left.
  virtual void* take(Index bytes) = 0;
  /// Gives back what `take` returned.
  virtual void give_back(void* block) noexcept = 0;
  /// For messages: "cpu", "cuda:0".
  virtual std::string name() const = 0;

  /// The bytes that are best taken at once.
  virtual Index segment() const = 0;
  /// Tells a checker of memory errors that a part of a block may be touched, or no longer.
  virtual void open(void*, Index) noexcept {}
  virtual void close(void*, Index) noexcept {}
};

/// The system's memory, aligned to 64 bytes, large blocks to huge pages. Segments are large: pages
/// that nobody has touched cost nothing.
MemorySource& host_memory();

}  // namespace mien
