#pragma once

#include <utility>

#include "cpu/parallel.h"
#include "tensor/broadcast.h"
#include "tensor/tensor.h"

namespace mien::cpu {

// Note [Element-wise loops]
// The innermost loop runs over neighbours of the output; each input either moves along or stays at
// one value, and which is a template argument, so that the loop is vectorised. Where rows are too
// short for that (three channels!), several are treated as one stretch: an input that does not run
// through it from front to back is first written out into a small buffer, and one that repeats with
// each row (a bias, a slope per channel) only once.

/// y[i] = f(x[0][i], x[1][i], ...) for i < length, where input k stays at x[k][0] unless bit k of
/// kMoves is set.
template <unsigned kMoves, class T, class F, std::size_t... k>
void elementwise_stretch(F f, T* y, const std::array<const T*, sizeof...(k)>& x, Index length) {
  const std::array<T, sizeof...(k)> first{x[k][0]...};
#pragma omp simd
  for (Index i = 0; i < length; ++i) y[i] = f((kMoves >> k & 1 ? x[k][i] : first[k])...);
}

/// One loop over a broadcast: what `elementwise` runs, tile by tile.
template <class T, class F, int kInputs>
class ElementwiseLoop {
 public:
  using Pointers = std::array<const T*, kInputs>;

  ElementwiseLoop(F f, const BroadcastPlan<kInputs>& plan, T* y, const Pointers& x)
      : f_(f), plan_(plan), y_(y), x_(x) {
    const Index columns = plan.columns();
    group_ = columns < kShort ? std::min(plan.rows(), kTile / columns) : 1;
    width_ = std::min(columns, kBlock);
    tiles_down_ = (plan.rows() + group_ - 1) / group_;
    tiles_across_ = (columns + width_ - 1) / width_;
  }

  void run(const Context& context) const {
    const Index tiles = plan_.planes() * tiles_down_ * tiles_across_;
    const Index per_task = std::max<Index>(1, kBlock / (group_ * width_));
    parallel_blocks(context, tiles, per_task, [&](Index begin, Index end) {
      Buffers buffers;
      for (Index tile = begin; tile < end; ++tile) run_tile(tile, buffers);
    });
  }

 private:
  static constexpr Index kBlock = 16384;  // elements of a task
  static constexpr Index kTile = 1024;    // elements of a stretch made of short rows
  static constexpr Index kShort = 128;    // columns of a row that is not short

  struct Buffers {
    T element[kInputs][kTile];
    Pointers filled_from{};
    std::array<Index, kInputs> rows{};
  };

  void run_tile(Index tile, Buffers& buffers) const {
    const Index plane = tile / (tiles_down_ * tiles_across_);
    const Index row = tile / tiles_across_ % tiles_down_ * group_;
    const Index column = tile % tiles_across_ * width_;
    const Index rows = std::min(group_, plan_.rows() - row);
    const Index columns = std::min(width_, plan_.columns() - column);

    const std::array<Index, kInputs> offset = plan_.offsets(plane);
    Pointers x;
    unsigned moves = 0;
    for (int k = 0; k < kInputs; ++k) {
      const Index row_stride = plan_.row_stride(k), column_stride = plan_.column_stride(k);
      x[k] = x_[k] + offset[k] + row * row_stride + column * column_stride;
      const bool stays = column_stride == 0 && (rows == 1 || row_stride == 0);
      const bool runs_through = column_stride == 1 && (rows == 1 || row_stride == columns);
      if (!stays) moves |= 1u << k;
      if (!stays && !runs_through) x[k] = written_out(buffers, k, x[k], rows);
    }
    T* const y = y_ + (plane * plan_.rows() + row) * plan_.columns() + column;
    stretch(y, x, rows * columns, moves, std::make_index_sequence<(1u << kInputs)>());
  }

  // Input k of `rows` rows, as neighbours.
  const T* written_out(Buffers& buffers, int k, const T* x, Index rows) const {
    const Index columns = plan_.columns();
    const Index row_stride = plan_.row_stride(k), column_stride = plan_.column_stride(k);
    T* const to = buffers.element[k];
    if (row_stride == 0 && buffers.filled_from[k] == x && buffers.rows[k] >= rows) return to;
    buffers.filled_from[k] = x;
    buffers.rows[k] = rows;
    for (Index c = 0; c < columns; ++c) {
      for (Index r = 0; r < rows; ++r) to[r * columns + c] = x[r * row_stride + c * column_stride];
    }
    return to;
  }

  template <std::size_t... mask>
  void stretch(T* y, const Pointers& x, Index length, unsigned moves,
               std::index_sequence<mask...>) const {
    ((moves == mask ? stretch_moving<mask>(y, x, length, std::make_index_sequence<kInputs>())
                    : void()),
     ...);
  }
  template <unsigned kMoves, std::size_t... k>
  void stretch_moving(T* y, const Pointers& x, Index length, std::index_sequence<k...>) const {
    elementwise_stretch<kMoves, T, F, k...>(f_, y, x, length);
  }

  F f_;
  const BroadcastPlan<kInputs>& plan_;
  T* y_;
  Pointers x_;
  Index group_, width_, tiles_down_, tiles_across_;
};

/// y[i] = f(x0[i], x1[i], ...) with the inputs broadcast to the shape of y. Assigns y.
///
/// T is the element type of every tensor. y may be one of the inputs if that has y's shape.
/// See Note [Element-wise loops].
template <class T, class F, class... Inputs>
void elementwise(const Context& context, F f, Tensor& y, const Inputs&... x) {
  if (y.numel() == 0) return;
  constexpr int kInputs = sizeof...(Inputs);
  const BroadcastPlan<kInputs> plan(y.shape(), {x.shape()...});
  ElementwiseLoop<T, F, kInputs>(f, plan, y.mutable_data<T>(), {x.template data<T>()...})
      .run(context);
}

}  // namespace mien::cpu
