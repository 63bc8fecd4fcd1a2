#pragma once

#include <algorithm>
#include <array>

#include "tensor/functors/host_device.h"
#include "tensor/shape.h"

namespace mien {

/// How inputs of an element-wise loop are read while the output is written front to back, on either
/// backend.
///
/// Axes that all inputs walk through alike are joined, so that `[N, H, W, C] + [C]` is two axes and
/// equal shapes are one. There are always two at least, a row and a column axis; strides along
/// columns are 0 or 1.
template <int kInputs>
struct BroadcastPlan {
  int rank = 0;
  std::array<Index, Shape::kMaxRank + 2> size{};
  std::array<std::array<Index, Shape::kMaxRank + 2>, kInputs> stride{};

  BroadcastPlan(const Shape& output, const std::array<Shape, kInputs>& inputs);

  MIEN_HOST_DEVICE Index columns() const { return size[rank - 1]; }
  MIEN_HOST_DEVICE Index rows() const { return size[rank - 2]; }
  /// Number of positions along the axes before rows and columns.
  Index planes() const {
    Index count = 1;
    for (int axis = 0; axis < rank - 2; ++axis) count *= size[axis];
    return count;
  }
  MIEN_HOST_DEVICE Index column_stride(int input) const { return stride[input][rank - 1]; }
  MIEN_HOST_DEVICE Index row_stride(int input) const { return stride[input][rank - 2]; }

  /// Where each input starts in one of the planes.
  MIEN_HOST_DEVICE std::array<Index, kInputs> offsets(Index plane) const {
    std::array<Index, kInputs> offset{};
    for (int axis = rank - 3; axis >= 0; --axis) {
      const Index at = plane % size[axis];
      plane /= size[axis];
      for (int k = 0; k < kInputs; ++k) offset[k] += at * stride[k][axis];
    }
    return offset;
  }

  /// Where each input is read for element i of the output.
  MIEN_HOST_DEVICE std::array<Index, kInputs> element_offsets(Index i) const {
    const Index column = i % columns(), row = i / columns() % rows();
    std::array<Index, kInputs> offset = offsets(i / (columns() * rows()));
    for (int k = 0; k < kInputs; ++k) offset[k] += row * row_stride(k) + column * column_stride(k);
    return offset;
  }
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
  while (rank < 2) size[rank++] = 1;
  std::reverse(size.begin(), size.begin() + rank);
  for (auto& s : stride) std::reverse(s.begin(), s.begin() + rank);
}

}  // namespace mien
