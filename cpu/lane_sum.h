#pragma once

#include "tensor/check.h"

namespace mien::cpu {

/// The sum of term(i) for i in [0, n), as a T, in sixteen interleaved sums that are folded at the
/// end: an order that no compiler and no width of vectors changes.
template <class T, class Term>
T lane_sum(Index n, Term&& term) {
  constexpr int kLanes = 16;
  T lane[kLanes] = {};
  Index i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    for (int l = 0; l < kLanes; ++l) lane[l] += term(i + l);
  }
  for (int l = 0; i < n; ++i, ++l) lane[l] += term(i);
  for (int width = kLanes / 2; width > 0; width /= 2) {
    for (int l = 0; l < width; ++l) lane[l] += lane[l + width];
  }
  return lane[0];
}

}  // namespace mien::cpu
