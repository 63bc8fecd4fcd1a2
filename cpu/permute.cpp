#include "cpu/permute.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "cpu/parallel.h"

namespace mien::cpu {
namespace {

constexpr Index kPerTask = 16384;

struct Axis {
  Index size, x_stride, y_stride;
};

// The axes in the order of y, without those of size 1, neighbours in both joined.
std::vector<Axis> plan(const Shape& shape, std::span<const int> axes) {
  std::array<Index, Shape::kMaxRank> stride{};
  Index step = 1;
  for (int axis = shape.rank() - 1; axis >= 0; --axis) {
    stride[axis] = step;
    step *= shape[axis];
  }
  std::vector<Axis> joined;
  for (int axis : axes) {
    const Index size = shape[axis];
    if (size == 1) continue;
    if (!joined.empty() && joined.back().x_stride == size * stride[axis]) {
      joined.back() = {joined.back().size * size, stride[axis], 0};
    } else {
      joined.push_back({size, stride[axis], 0});
    }
  }
  step = 1;
  for (auto axis = joined.rbegin(); axis != joined.rend(); ++axis) {
    axis->y_stride = step;
    step *= axis->size;
  }
  return joined;
}

// All positions along some axes, by number.
struct Positions {
  std::vector<Axis> axes;

  Index count() const {
    Index n = 1;
    for (const Axis& axis : axes) n *= axis.size;
    return n;
  }
  void locate(Index number, Index& x_offset, Index& y_offset) const {
    x_offset = y_offset = 0;
    for (auto axis = axes.rbegin(); axis != axes.rend(); ++axis) {
      const Index at = number % axis->size;
      number /= axis->size;
      x_offset += at * axis->x_stride;
      y_offset += at * axis->y_stride;
    }
  }
};

// y[a * y_stride + b] = x[b * x_stride + a] for a, b < 4, in registers.
template <class T>
void transpose_square(const T* x, Index x_stride, T* y, Index y_stride) {
  typedef T Four __attribute__((vector_size(4 * sizeof(T))));
  Four row[4];
  for (int b = 0; b < 4; ++b) std::memcpy(&row[b], x + b * x_stride, sizeof(Four));
  const Four low01 = __builtin_shufflevector(row[0], row[1], 0, 4, 1, 5);
  const Four high01 = __builtin_shufflevector(row[0], row[1], 2, 6, 3, 7);
  const Four low23 = __builtin_shufflevector(row[2], row[3], 0, 4, 1, 5);
  const Four high23 = __builtin_shufflevector(row[2], row[3], 2, 6, 3, 7);
  row[0] = __builtin_shufflevector(low01, low23, 0, 1, 4, 5);
  row[1] = __builtin_shufflevector(low01, low23, 2, 3, 6, 7);
  row[2] = __builtin_shufflevector(high01, high23, 0, 1, 4, 5);
  row[3] = __builtin_shufflevector(high01, high23, 2, 3, 6, 7);
  for (int a = 0; a < 4; ++a) std::memcpy(y + a * y_stride, &row[a], sizeof(Four));
}

// y[i * y_stride + j] = x[j * x_stride + i] for i < rows, j < columns, in strips of columns whose
// lines stay in the cache; what does not fill squares is done one by one.
template <class T>
void transpose(const T* x, Index x_stride, T* y, Index y_stride, Index rows, Index columns) {
  constexpr Index kStrip = 16;
  const Index square_rows = rows / 4 * 4, square_columns = columns / 4 * 4;
  for (Index strip = 0; strip < square_columns; strip += kStrip) {
    const Index end = std::min(square_columns, strip + kStrip);
    for (Index i = 0; i < square_rows; i += 4) {
      for (Index j = strip; j < end; j += 4) {
        transpose_square(x + j * x_stride + i, x_stride, y + i * y_stride + j, y_stride);
      }
    }
  }
  for (Index i = square_rows; i < rows; ++i) {
    for (Index j = 0; j < columns; ++j) y[i * y_stride + j] = x[j * x_stride + i];
  }
  for (Index j = square_columns; j < columns; ++j) {
    for (Index i = 0; i < square_rows; ++i) y[i * y_stride + j] = x[j * x_stride + i];
  }
}

template <class T>
void copy_rows(const Context& context, const Positions& outer, Index length, const T* x, T* y) {
  parallel_rows(context, outer.count(), length, [&](Index row) {
    Index from, to;
    outer.locate(row, from, to);
    std::copy_n(x + from, length, y + to);
  });
}

template <class T>
void transpose_all(const Context& context, const Positions& outer, const Axis& row,
                   const Axis& column, const T* x, T* y) {
  // Tiles of about kPerTask elements, near square unless one side is short.
  const Index width = std::min(column.size, std::max<Index>(128, kPerTask / row.size));
  const Index height = std::min(row.size, std::max<Index>(128, kPerTask / width));
  const Index tiles_down = (row.size + height - 1) / height;
  const Index tiles_across = (column.size + width - 1) / width;
  parallel_rows(
      context, outer.count() * tiles_down * tiles_across, height * width, [&](Index task) {
        Index from, to;
        outer.locate(task / (tiles_down * tiles_across), from, to);
        const Index i = task / tiles_across % tiles_down * height, j = task % tiles_across * width;
        transpose(x + from + j * column.x_stride + i, column.x_stride,
                  y + to + i * row.y_stride + j, row.y_stride, std::min(height, row.size - i),
                  std::min(width, column.size - j));
      });
}

}  // namespace

template <class T>
void permute(const Context& context, const Shape& x_shape, std::span<const int> axes, const T* x,
             T* y) {
  if (x_shape.numel() == 0) return;
  Positions outer{plan(x_shape, axes)};
  if (outer.axes.empty()) outer.axes.push_back({1, 1, 1});
  const Axis last = outer.axes.back();
  outer.axes.pop_back();
  if (last.x_stride == 1) return copy_rows(context, outer, last.size, x, y);

  const auto inner = std::find_if(outer.axes.begin(), outer.axes.end(),
                                  [](const Axis& axis) { return axis.x_stride == 1; });
  const Axis row = *inner;
  outer.axes.erase(inner);
  transpose_all(context, outer, row, last, x, y);
}

template void permute(const Context&, const Shape&, std::span<const int>, const float*, float*);
template void permute(const Context&, const Shape&, std::span<const int>, const double*, double*);

}  // namespace mien::cpu
