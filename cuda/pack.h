#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <type_traits>

#include "tensor/bfloat16.h"
#include "tensor/check.h"

// For the sources of cuda/ alone.

namespace mien::cuda {

/// V neighbouring elements that a thread reads or writes at once: a card moves 16 bytes of a thread
/// as fast as 4, and what is worked out for a place is worked out once.
template <class T, int V>
struct alignas(sizeof(T) * V) Pack {
  T of[V];
};

/// f of the elements of each place, computed in Wide<T>.
template <class T, int V, class F, class... Rest>
MIEN_HOST_DEVICE Pack<T, V> mapped(const F& f, const Pack<T, V>& x, const Rest&... rest) {
  Pack<T, V> y;
  for (int v = 0; v < V; ++v) {
    y.of[v] = static_cast<T>(f(static_cast<Wide<T>>(x.of[v]), static_cast<Wide<T>>(rest.of[v])...));
  }
  return y;
}

/// Sums in Wide<T>, rounded to T.
template <class T, int V>
MIEN_HOST_DEVICE Pack<T, V> rounded(const Pack<Wide<T>, V>& sums) {
  Pack<T, V> y;
  for (int v = 0; v < V; ++v) y.of[v] = T(sums.of[v]);
  return y;
}

template <class T, int V>
auto packs(T* x) {
  using Element = std::remove_const_t<T>;
  using Result = std::conditional_t<std::is_const_v<T>, const Pack<Element, V>, Pack<Element, V>>;
  return reinterpret_cast<Result*>(x);
}

/// Whether all rows of `length` elements can be read and written in packs of `packed`.
template <class... T>
bool can_pack(int packed, Index length, const T*... x) {
  const auto is_aligned = [&](const void* address, std::size_t size) {
    return std::bit_cast<std::uintptr_t>(address) % (packed * size) == 0;
  };
  return length % packed == 0 && (is_aligned(x, sizeof(T)) && ...);
}

/// Calls body.template operator()<V>() with the number of elements to a pack: 8 where some take two
/// bytes, 4, or 1 where rows or addresses do not allow more.
template <class Body, class... T>
void with_packs(Index length, Body&& body, const T*... x) {
  if constexpr (std::min({sizeof(T)...}) == 2) {
    if (can_pack(8, length, x...)) return body.template operator()<8>();
  }
  if (can_pack(4, length, x...)) return body.template operator()<4>();
  body.template operator()<1>();
}

}  // namespace mien::cuda
