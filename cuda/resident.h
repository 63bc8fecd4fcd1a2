#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "cuda/context.h"

// For the sources of cuda/ alone.

namespace mien::cuda {

/// The card's copy of `bytes`, made at the first call with these bytes and kept until the process
/// ends. For small tables that follow from shapes, such as where a padded pixel comes from: later
/// calls, and recorded ones, copy nothing.
const void* resident_bytes(const Context& context, std::span<const std::byte> bytes);

template <class T>
const T* resident(const Context& context, const std::vector<T>& values) {
  return static_cast<const T*>(resident_bytes(context, std::as_bytes(std::span(values))));
}

}  // namespace mien::cuda
