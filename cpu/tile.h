#pragma once

#include <utility>

#include "cpu/conv2d_gather.h"
#include "cpu/vector.h"

namespace mien::cpu {

// The innermost loops of the convolutions: each computes a small tile of the result that lives in
// registers. All loops over a tile's rows and vectors are unrolled by the compiler, so that the
// inner loop is one multiply-add per register and a few loads.

/// Rows and vectors of the largest tile: as many sums as leave registers for the operands, and as
/// many rows as there are registers for their addresses.
inline constexpr int kTileRows = kVectorRegisters == 32 ? 8 : 6;
inline constexpr int kTileVectors = kVectorRegisters == 32 ? 3 : 2;

/// The same for tiles of scalar products.
inline constexpr int kDotRows = kVectorRegisters == 32 ? 8 : 4;
inline constexpr int kDotTargets = 3;

/// What a tile of `Rows` target pixels by up to kTileVectors vectors of target channels needs.
struct ProductTile {
  const float* const* source;  ///< per row, where its values start
  Index source_shift;          ///< added to each
  const Run* runs;
  Index run_count;
  const float* filter;  ///< packed [depth][vectors * kLanes]
  Index depth;
  const float* initial;  ///< one value per channel, padded to whole vectors, or nullptr: 0
  float* const* target;  ///< per row
  Index target_shift;    ///< added to each
  Index width;           ///< channels to write
  bool accumulate;       ///< adds to target instead of starting at `initial`
  float slope;           ///< of a rectifier behind that; 1 is none
};

/// target[r][c] = rectified(initial[c] or target[r][c]
///                          + sum over runs and their k  source[r][offset + k] * filter[k][c])
template <int Rows, int Vectors>
void multiply_tile(const ProductTile& t) {
  Vector sums[Rows][Vectors];
#pragma GCC unroll 8
  for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 4
    for (int v = 0; v < Vectors; ++v) {
      sums[r][v] = t.initial && !t.accumulate ? load(t.initial + v * kLanes) : Vector{};
    }
  }
  const float* filter = t.filter;
  for (const Run* run = t.runs; run != t.runs + t.run_count; ++run) {
    const float* source[Rows];
#pragma GCC unroll 8
    for (int r = 0; r < Rows; ++r) source[r] = t.source[r] + t.source_shift + run->offset;
    for (Index k = 0; k < run->length; ++k, filter += Vectors * kLanes) {
      Vector column[Vectors];
#pragma GCC unroll 4
      for (int v = 0; v < Vectors; ++v) column[v] = load(filter + v * kLanes);
#pragma GCC unroll 8
      for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 4
        for (int v = 0; v < Vectors; ++v) sums[r][v] += source[r][k] * column[v];
      }
    }
  }
  const Index rest = t.width - (Vectors - 1) * kLanes;
  if (t.accumulate) {
#pragma GCC unroll 8
    for (int r = 0; r < Rows; ++r) {
      const float* target = t.target[r] + t.target_shift;
#pragma GCC unroll 4
      for (int v = 0; v < Vectors; ++v, target += kLanes) {
        sums[r][v] += v + 1 == Vectors && rest != kLanes ? load(target, rest) : load(target);
      }
    }
  }
  if (t.slope != 1.0f) {
#pragma GCC unroll 8
    for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 4
      for (int v = 0; v < Vectors; ++v) sums[r][v] = rectified(sums[r][v], t.slope);
    }
  }
#pragma GCC unroll 8
  for (int r = 0; r < Rows; ++r) {
    float* target = t.target[r] + t.target_shift;
#pragma GCC unroll 4
    for (int v = 0; v < Vectors; ++v, target += kLanes) {
      if (v + 1 == Vectors && rest != kLanes) {
        store(target, sums[r][v], rest);
      } else {
        store(target, sums[r][v]);
      }
    }
  }
}

/// The sum of the lanes, pair by pair.
inline float sum_of(Vector v) {
  float lanes[kLanes];
  store(lanes, v);
  for (int half = kLanes / 2; half > 0; half /= 2) {
    for (int i = 0; i < half; ++i) lanes[i] += lanes[i + half];
  }
  return lanes[0];
}

/// The same as multiply_tile for few targets: vectors run along the depth, whole ones only, and
/// t.filter is packed [target][depth].
template <int Rows, int Targets>
void dot_tile(const ProductTile& t) {
  Vector sums[Rows][Targets];
#pragma GCC unroll 8
  for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 4
    for (int c = 0; c < Targets; ++c) sums[r][c] = Vector{};
  }
  for (const Run* run = t.runs; run != t.runs + t.run_count; ++run) {
    const float* source[Rows];
#pragma GCC unroll 8
    for (int r = 0; r < Rows; ++r) source[r] = t.source[r] + t.source_shift + run->offset;
    for (Index k = 0; k < run->length; k += kLanes) {
      Vector filter[Targets];
#pragma GCC unroll 4
      for (int c = 0; c < Targets; ++c) filter[c] = load(t.filter + c * t.depth + run->depth + k);
#pragma GCC unroll 8
      for (int r = 0; r < Rows; ++r) {
        const Vector values = load(source[r] + k);
#pragma GCC unroll 4
        for (int c = 0; c < Targets; ++c) sums[r][c] += values * filter[c];
      }
    }
  }
#pragma GCC unroll 8
  for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 4
    for (int c = 0; c < Targets; ++c) {
      t.target[r][t.target_shift + c] = (t.initial ? t.initial[c] : 0.0f) + sum_of(sums[r][c]);
    }
  }
  if (t.slope == 1.0f) return;
  for (int r = 0; r < Rows; ++r) {
    float* target = t.target[r] + t.target_shift;
    for (int c = 0; c < Targets; ++c) target[c] = target[c] > 0 ? target[c] : t.slope * target[c];
  }
}

/// What a tile of `Rows` output channels by up to kTileVectors vectors of a run needs.
struct WeightTile {
  const float* dy;        ///< the first of the tile's output channels at the first pixel
  Index dy_pitch;         ///< floats between pixels
  const float* const* x;  ///< per pixel, where its values start; read to whole vectors
  Index x_shift;          ///< added to each
  Index pixel_count;
  float* dw;
  Index dw_pitch;   ///< floats between output channels
  Index width;      ///< values of the run to write
  bool accumulate;  ///< adds to dw instead of assigning
};

/// dw[r][c] (+)= sum over pixels p  dy[p][r] * x[p][c]
template <int Rows, int Vectors>
void weight_tile(const WeightTile& t) {
  Vector sums[Rows][Vectors];
#pragma GCC unroll 8
  for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 4
    for (int v = 0; v < Vectors; ++v) sums[r][v] = Vector{};
  }
  const float* dy = t.dy;
  for (Index p = 0; p < t.pixel_count; ++p, dy += t.dy_pitch) {
    const float* x = t.x[p] + t.x_shift;
    Vector values[Vectors];
#pragma GCC unroll 4
    for (int v = 0; v < Vectors; ++v) values[v] = load(x + v * kLanes);
#pragma GCC unroll 8
    for (int r = 0; r < Rows; ++r) {
#pragma GCC unroll 4
      for (int v = 0; v < Vectors; ++v) sums[r][v] += dy[r] * values[v];
    }
  }
  const Index rest = t.width - (Vectors - 1) * kLanes;
#pragma GCC unroll 8
  for (int r = 0; r < Rows; ++r) {
    float* dw = t.dw + r * t.dw_pitch;
#pragma GCC unroll 4
    for (int v = 0; v < Vectors; ++v, dw += kLanes) {
      if (v + 1 == Vectors && rest != kLanes) {
        store(dw, t.accumulate ? load(dw, rest) + sums[r][v] : sums[r][v], rest);
      } else {
        store(dw, t.accumulate ? load(dw) + sums[r][v] : sums[r][v]);
      }
    }
  }
}

/// Calls `f.template operator()<Rows, Columns>()` for sizes known at run time.
template <int MostRows, int MostColumns, class F>
void with_tile(Index rows, Index columns, F&& f) {
  const Index wanted = (rows - 1) * MostColumns + columns - 1;
  const auto call = [&]<int... I>(std::integer_sequence<int, I...>) {
    ((I == wanted ? f.template operator()<I / MostColumns + 1, I % MostColumns + 1>() : void()),
     ...);
  };
  call(std::make_integer_sequence<int, MostRows * MostColumns>{});
}

}  // namespace mien::cpu
