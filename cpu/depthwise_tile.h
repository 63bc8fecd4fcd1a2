#pragma once

#include <algorithm>
#include <cstring>
#include <span>
#include <vector>

#include "cpu/tile.h"

namespace mien::cpu {

// Note [Depthwise convolution]
//
// Where each channel has a filter of its own, nothing is summed over channels, and a product over
// gathered pixels would fill one lane of each vector. Vectors run along the channels instead: the
// filters are turned to [tap][channel], and a tile of neighbouring target pixels by a few vectors
// of channels adds up, tap by tap, filter times source. A filter value is read once for all pixels
// of the tile, a source value where it lies; targets at the border leave out the taps that meet
// padding, so none is copied or multiplied.
//
// Channels that do not fill the last vector are met by one that ends with them and computes some of
// its neighbour's channels a second time, to the same bits. Fewer channels than a vector has lanes
// are taken four by four or one by one.

/// Pixels and packs of the largest tile: as many sums as leave registers for the operands.
inline constexpr int kDepthwisePixels = 6;
inline constexpr int kDepthwisePacks = kVectorRegisters == 32 ? 4 : 2;

/// Channels [first, first + width) of a depthwise convolution, which a tile takes together.
struct ChannelBlock {
  Index first, width;
};

/// Some lanes of neighbouring channels.
using Quad [[gnu::vector_size(4 * sizeof(float))]] = float;

/// Calls `f.template operator()<P>()` for the widest P that `channels` fill: Vector, Quad or float.
template <class F>
void with_pack(Index channels, F&& f) {
  if (channels >= kLanes) return f.template operator()<Vector>();
  if (channels >= 4) return f.template operator()<Quad>();
  f.template operator()<float>();
}

/// Cuts channels into blocks of at most `most` packs: none ends with less than a whole pack, unless
/// it is alone.
inline std::vector<ChannelBlock> channel_blocks(Index channels, Index most) {
  const Index lanes = channels >= kLanes ? kLanes : channels >= 4 ? 4 : 1;
  const Index packs = (channels + lanes - 1) / lanes, count = (packs + most - 1) / most;
  std::vector<ChannelBlock> blocks;
  for (Index i = 0; i < count; ++i) {
    const Index begin = packs * i / count * lanes;
    blocks.push_back({begin, std::min(channels, packs * (i + 1) / count * lanes) - begin});
  }
  return blocks;
}

template <class P>
inline constexpr int kPackLanes = sizeof(P) / sizeof(float);

template <class P>
P load_pack(const float* from) {
  P p;
  std::memcpy(&p, from, sizeof p);
  return p;
}

/// Where a tile's source and filter values for one tap lie, counted from those of its first.
struct DepthwiseTap {
  Index source, filter;
};

/// What a tile of neighbouring target pixels by some packs of channels needs. All pointers are to
/// its first channel.
struct DepthwiseTile {
  const float* source;  ///< what the first pixel reads through a tap at offset 0
  Index source_pitch;   ///< floats between what neighbouring targets read
  std::span<const DepthwiseTap> taps;
  const float* filters;
  const float* bias;    ///< or nullptr
  const float* addend;  ///< at the first pixel, or nullptr
  float slope;
  float* target;
  Index target_pitch;
  Index last;  ///< first channel of the last pack, which ends with the block
};

/// target[r][c] = rectified(bias[c] + sum over taps  source[r][c] * filter[c]  + addend[r][c])
template <class P, int Pixels, int Packs>
void depthwise_tile(const DepthwiseTile& t) {
  const auto at = [&](int v) { return v + 1 == Packs ? t.last : v * kPackLanes<P>; };
  P sums[Pixels][Packs];
#pragma GCC unroll 8
  for (int r = 0; r < Pixels; ++r) {
#pragma GCC unroll 4
    for (int v = 0; v < Packs; ++v) sums[r][v] = t.bias ? load_pack<P>(t.bias + at(v)) : P{};
  }
  for (const DepthwiseTap& tap : t.taps) {
    P filter[Packs];
#pragma GCC unroll 4
    for (int v = 0; v < Packs; ++v) filter[v] = load_pack<P>(t.filters + tap.filter + at(v));
#pragma GCC unroll 8
    for (int r = 0; r < Pixels; ++r) {
      const float* source = t.source + tap.source + r * t.source_pitch;
#pragma GCC unroll 4
      for (int v = 0; v < Packs; ++v) sums[r][v] += load_pack<P>(source + at(v)) * filter[v];
    }
  }
#pragma GCC unroll 8
  for (int r = 0; r < Pixels; ++r) {
    float* target = t.target + r * t.target_pitch;
#pragma GCC unroll 4
    for (int v = 0; v < Packs; ++v) {
      P& sum = sums[r][v];
      if (t.addend) sum += load_pack<P>(t.addend + r * t.target_pitch + at(v));
      if (t.slope != 1.0f) sum = sum > P{} ? sum : t.slope * sum;
      std::memcpy(target + at(v), &sum, sizeof sum);
    }
  }
}

/// What a tile of neighbouring taps of one filter row by some packs of channels needs. All pointers
/// are to its first channel.
struct DepthwiseWeightTile {
  const float* dy;
  Index dy_pitch;   ///< floats between pixels
  const float* x;   ///< what the first pixel reads through the first tap
  Index x_pitch;    ///< floats between what neighbouring pixels read
  Index tap_pitch;  ///< and between what neighbouring taps do
  Index pixel_count;
  float* dw;  ///< [tap][channel]
  Index dw_pitch;
  Index last;  ///< first channel of the last pack, which ends with the block
};

/// dw[t][c] += sum over pixels p  dy[p][c] * x[p, t][c]
template <class P, int Taps, int Packs>
void depthwise_weight_tile(const DepthwiseWeightTile& t) {
  const auto at = [&](int v) { return v + 1 == Packs ? t.last : v * kPackLanes<P>; };
  P sums[Taps][Packs] = {};
  const float *dy = t.dy, *x = t.x;
  for (Index p = 0; p < t.pixel_count; ++p, dy += t.dy_pitch, x += t.x_pitch) {
    P upstream[Packs];
#pragma GCC unroll 4
    for (int v = 0; v < Packs; ++v) upstream[v] = load_pack<P>(dy + at(v));
#pragma GCC unroll 8
    for (int k = 0; k < Taps; ++k) {
#pragma GCC unroll 4
      for (int v = 0; v < Packs; ++v) {
        sums[k][v] += load_pack<P>(x + k * t.tap_pitch + at(v)) * upstream[v];
      }
    }
  }
#pragma GCC unroll 8
  for (int k = 0; k < Taps; ++k) {
    float* dw = t.dw + k * t.dw_pitch;
    // All are read before any is written: the last pack may share channels with its neighbour.
#pragma GCC unroll 4
    for (int v = 0; v < Packs; ++v) sums[k][v] += load_pack<P>(dw + at(v));
#pragma GCC unroll 4
    for (int v = 0; v < Packs; ++v) std::memcpy(dw + at(v), &sums[k][v], sizeof(P));
  }
}

}  // namespace mien::cpu
