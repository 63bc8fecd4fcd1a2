#pragma once

#include <algorithm>

#include "cpu/conv2d_gather.h"
#include "cpu/winograd_transform.h"

namespace mien::cpu::winograd {

/// A rectangle of pixels of an image. Those outside of [top, bottom) x [left, right) do not exist:
/// they are read as zero and not written.
template <class T>
struct TileView {
  T* first;  ///< pixel (0, 0) of the tile, even if it does not exist
  Index row_pitch, column_pitch;
  Index top, bottom, left, right;

  bool is_whole(Index size) const {
    return top == 0 && left == 0 && bottom == size && right == size;
  }
  bool has(Index i, Index j) const { return i >= top && i < bottom && j >= left && j < right; }
  T* at(Index i, Index j) const { return first + i * row_pitch + j * column_pitch; }
};

/// Which pixels a TileView shows, in whatever map of the image's size.
struct TilePlace {
  Index first, row_pitch, column_pitch;  ///< in pixels
  Index top, bottom, left, right;

  template <class T>
  TileView<T> of(T* map, Index channels) const {
    return {map + first * channels,
            row_pitch * channels,
            column_pitch * channels,
            top,
            bottom,
            left,
            right};
  }
};

/// The tiles of a product, F(m, r) x F(m, r): `rows` x `columns` in each image. A source that is
/// read with a stride s falls apart into s x s interleaved parts, each a convolution of stride 1
/// whose results are added up, which the product over channels does on the way.
struct Tiling {
  const Gather* gather;
  Index outputs, points;  ///< m, m + r - 1
  Index rows, columns;

  Tiling(const Gather& g, Index outputs, Index taps)
      : gather(&g),
        outputs(outputs),
        points(outputs + taps - 1),
        rows((g.rows.count + outputs - 1) / outputs),
        columns((g.columns.count + outputs - 1) / outputs) {}

  Index count() const { return gather->batch * rows * columns; }
  Index parts() const { return gather->rows.source_stride * gather->columns.source_stride; }
  /// Values that one point of a target depends on.
  Index depth() const { return parts() * gather->group_source(); }

  /// What a part of tile `t` reads.
  TilePlace source(Index t, Index part) const {
    const Gather& g = *gather;
    const Index stride = g.rows.source_stride, across = g.columns.source_stride;
    const auto [image, i, j] = place(t);
    const Index row = i * outputs * stride + g.rows.taps[part / across].offset;
    const Index column = j * outputs * across + g.columns.taps[part % across].offset;
    const auto [top, bottom] = inside(row, stride, g.source_height);
    const auto [left, right] = inside(column, across, g.source_width);
    const Index pixel = (image * g.source_height + row) * g.source_width + column;
    return {pixel, stride * g.source_width, across, top, bottom, left, right};
  }

  /// Where tile `t` lies in the target.
  TilePlace target(Index t) const {
    const Gather& g = *gather;
    const auto [image, i, j] = place(t);
    const Index row = g.rows.target_first + i * outputs * g.rows.target_stride;
    const Index column = g.columns.target_first + j * outputs * g.columns.target_stride;
    const Index pixel = (image * g.target_height + row) * g.target_width + column;
    return {pixel,
            g.rows.target_stride * g.target_width,
            g.columns.target_stride,
            0,
            std::min(outputs, g.rows.count - i * outputs),
            0,
            std::min(outputs, g.columns.count - j * outputs)};
  }

  /// Number of the tap (i, j) of a part in the order of runs_of().
  Index tap(Index part, Index i, Index j) const {
    const Gather& g = *gather;
    const Index across = g.columns.source_stride;
    const Index a = part / across + i * g.rows.source_stride, b = part % across + j * across;
    return a * static_cast<Index>(g.columns.taps.size()) + b;
  }

 private:
  struct Place {
    Index image, row, column;
  };
  Place place(Index t) const { return {t / (rows * columns), t / columns % rows, t % columns}; }

  struct Range {
    Index begin, end;
  };
  // The i in [0, points) for which first + i * step is in [0, extent).
  Range inside(Index first, Index step, Index extent) const {
    const Index begin = first >= 0 ? 0 : (-first + step - 1) / step;
    const Index end = first >= extent ? 0 : (extent - first + step - 1) / step;
    return {std::min(begin, points), std::min(end, points)};
  }
};

/// Calls `f.template operator()<A>()` with the algorithm for a filter of these many taps.
template <class F>
void with_algorithm(const Conv2dGeometry& g, F&& f) {
  switch (g.kernel_height / g.stride_h) {
    case 2:
      return f.template operator()<Algorithm<4, 2>>();
    case 3:
      return f.template operator()<Algorithm<4, 3>>();
    case 5:
      return f.template operator()<Algorithm<4, 5>>();
  }
}

/// Applies `apply(x, y)`, from kFrom values to kTo, to the rows of X[i][j] = read(i, j), then to
/// the columns of what that gives, and hands over write(i, j, result).
template <int kFrom, int kTo, class Apply, class Read, class Write>
inline void rows_then_columns(Apply&& apply, Read&& read, Write&& write) {
  Vector half[kFrom][kTo];
#pragma GCC unroll 8
  for (int i = 0; i < kFrom; ++i) {
    Vector x[kFrom];
#pragma GCC unroll 8
    for (int j = 0; j < kFrom; ++j) x[j] = read(i, j);
    apply(x, half[i]);
  }
#pragma GCC unroll 8
  for (int j = 0; j < kTo; ++j) {
    Vector x[kFrom], y[kTo];
#pragma GCC unroll 8
    for (int i = 0; i < kFrom; ++i) x[i] = half[i][j];
    apply(x, y);
#pragma GCC unroll 8
    for (int i = 0; i < kTo; ++i) write(i, j, y[i]);
  }
}

/// write(i, j, (M X M^T)[i][j]) for the matrix M of the factors F.
template <const auto& F, class Read, class Write>
inline void evaluate_2d(Read&& read, Write&& write) {
  rows_then_columns<F.kColumns, F.kRows>([](Vector* x, Vector* y) { evaluate<F>(x, y); }, read,
                                         write);
}

/// write(i, j, (M^T X M)[i][j]), the adjoint.
template <const auto& F, class Read, class Write>
inline void interpolate_2d(Read&& read, Write&& write) {
  rows_then_columns<F.kRows, F.kColumns>([](Vector* x, Vector* y) { interpolate<F>(x, y); }, read,
                                         write);
}

/// Evaluates a tile of `channels` channels (whole vectors of them) at all points; point p goes to
/// out + p * pitch.
template <const auto& F>
void evaluate_tile(const TileView<const float>& tile, Index channels, float* out, Index pitch) {
  constexpr int kSize = F.kColumns;
  const auto channel_by_channel = [&](auto&& read) {
    for (Index c = 0; c < channels; c += kLanes) {
      evaluate_2d<F>(
          [&](int i, int j) { return read(i, j, c); },
          [&](int i, int j, Vector v) { store(out + (i * F.kRows + j) * pitch + c, v); });
    }
  };
  if (tile.is_whole(kSize)) {
    channel_by_channel([&](int i, int j, Index c) { return load(tile.at(i, j) + c); });
  } else {
    channel_by_channel(
        [&](int i, int j, Index c) { return tile.has(i, j) ? load(tile.at(i, j) + c) : Vector{}; });
  }
}

/// Floats between the values of one point and the next, so that points fall into other cache sets.
inline constexpr Index kSkew = 16;

/// Evaluates all parts of what tile `t` reads of x, side by side.
template <class A>
void evaluate_source(const Tiling& tiling, Index t, const JoinedMaps& x, float* out, Index pitch) {
  const Index channels = tiling.gather->source_channels;
  for (Index part = 0; part < tiling.parts(); ++part) {
    const TilePlace place = tiling.source(t, part);
    x.for_each(channels, [&](const JoinedMaps::Map& map, Index channel) {
      evaluate_tile<A::kInput>(place.of(map.values, map.channels), map.channels,
                               out + part * channels + channel, pitch);
    });
  }
}

/// The tile whose values at point p stand at in + p * pitch, plus bias if there is one, rectified.
template <const auto& F>
void interpolate_tile(const float* in, Index pitch, const float* bias, float slope, Index channels,
                      const TileView<float>& tile) {
  const auto channel_by_channel = [&](auto&& write) {
    for (Index c = 0; c < channels; c += kLanes) {
      const Vector initial = bias ? load(bias + c) : Vector{};
      interpolate_2d<F>([&](int i, int j) { return load(in + (i * F.kRows + j) * pitch + c); },
                        [&](int i, int j, Vector v) { write(i, j, c, v + initial); });
    }
  };
  const auto put = [&](int i, int j, Index c, Vector v) {
    store(tile.at(i, j) + c, slope == 1.0f ? v : rectified(v, slope));
  };
  if (tile.is_whole(F.kColumns)) {
    channel_by_channel(put);
  } else {
    channel_by_channel([&](int i, int j, Index c, Vector v) {
      if (tile.has(i, j)) put(i, j, c, v);
    });
  }
}

}  // namespace mien::cpu::winograd
