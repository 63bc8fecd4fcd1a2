#pragma once

#include <array>

#include "tensor/check.h"

namespace mien {

/// The memory of one tensor in an update: what is written, the gradient, and kStates tensors of
/// state, each of `count` elements.
template <class T, int kStates>
struct UpdateRow {
  T* w;
  const T* g;
  std::array<T*, kStates> state;
  Index count;
};

}  // namespace mien
