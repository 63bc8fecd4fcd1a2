#pragma once

#include <algorithm>
#include <array>

#include "tensor/shape.h"

namespace mien::cpu {

/// How inputs of an element-wise loop are read while the output is written front to back.
///
/// Axes that all inputs walk through alike are joined, so that `[N, H, W, C] + [C]` is two axes and
/// equal shapes are one. Innermost strides are 0 or 1.
template <int kInputs>
struct BroadcastPlan {
  int rank = 0;
  std::array<Index, Shape::kMaxRank> size{};
  std::array<std::array<Index, Shape::kMaxRank>, kInputs> stride{};

  BroadcastPlan(const Shape& output, const std::array<Shape, kInputs>& inputs);

  Index inner() const { return rank == 0 ? 1 : size[rank - 1]; }

  /// Calls run(y_offset, x_offsets, length) for the stretches of the innermost axis that cover
  /// output elements [begin, end).
  template <class Run>
  void for_each_run(Index begin, Index end, Run&& run) const;
};

template <int kInputs>
BroadcastPlan<kInputs>::BroadcastPlan(const Shape& output,
                                      const std::array<Shape, kInputs>& inputs) {
  std::array<Index, kInputs> step;  // elements of input k inside one position of the current axis
  step.fill(1);
  // Innermost axis first; reversed at the end.
  for (int back = 1; back <= output.rank(); ++back) {
    const Index extent = output[-back];
    if (extent == 1) continue;
    std::array<Index, kInputs> strides{};
    bool joins = rank > 0;
    for (int k = 0; k < kInputs; ++k) {
      const bool present = back <= inputs[k].rank() && inputs[k][-back] != 1;
      strides[k] = present ? step[k] : 0;
      if (present) step[k] *= extent;
      joins = joins && strides[k] == stride[k][rank - 1] * size[rank - 1];
    }
    if (joins) {
      size[rank - 1] *= extent;
      continue;
    }
    size[rank] = extent;
    for (int k = 0; k < kInputs; ++k) stride[k][rank] = strides[k];
    ++rank;
  }
  std::reverse(size.begin(), size.begin() + rank);
  for (auto& s : stride) std::reverse(s.begin(), s.begin() + rank);
}

template <int kInputs>
template <class Run>
void BroadcastPlan<kInputs>::for_each_run(Index begin, Index end, Run&& run) const {
  std::array<Index, Shape::kMaxRank> position{};
  std::array<Index, kInputs> offset{};
  Index rest = begin;
  for (int axis = rank - 1; axis >= 0; --axis) {
    position[axis] = rest % size[axis];
    rest /= size[axis];
    for (int k = 0; k < kInputs; ++k) offset[k] += position[axis] * stride[k][axis];
  }
  for (Index y = begin; y < end;) {
    const Index inside = rank == 0 ? 0 : position[rank - 1];
    const Index length = std::min(end - y, inner() - inside);
    run(y, offset, length);
    y += length;
    if (rank == 0) return;
    position[rank - 1] += length;
    for (int k = 0; k < kInputs; ++k) offset[k] += length * stride[k][rank - 1];
    for (int axis = rank - 1; axis > 0 && position[axis] == size[axis]; --axis) {
      position[axis] = 0;
      ++position[axis - 1];
      for (int k = 0; k < kInputs; ++k) {
        offset[k] += stride[k][axis - 1] - size[axis] * stride[k][axis];
      }
    }
  }
}

}  // namespace mien::cpu
