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
};

/// The system's memory, aligned to 64 bytes, large blocks to huge pages.
MemorySource& host_memory();

}  // namespace mien
