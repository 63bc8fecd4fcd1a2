#include <array>

#include "cpu/conv2d_depthwise.h"
#include "cpu/conv2d_gather.h"
#include "cpu/depthwise_tile.h"
#include "cpu/parallel.h"
#include "cpu/permute.h"
#include "tensor/tensor.h"

namespace mien::cpu::depthwise {
namespace {

constexpr Index kBlockPixels = 192;            // per block, about
constexpr Index kTasks = 16;                   // wanted at least
constexpr Index kPartialFloats = 1024 * 1024;  // for the sums of chunks, at most
constexpr Index kTapsAtOnce = 4;               // neighbours that a tile sums

/// Neighbouring taps of a filter row, and target columns [begin, end) that meet the source through
/// all of them.
struct Stretch {
  Index tap, taps, begin, end;
};

/// All that tasks share. A task sums dw over one chunk of the blocks, for some of the channels.
struct WeightGradient {
  Conv2dGeometry g;
  Gather gather;
  std::vector<GatherBlock> blocks;
  std::vector<ChannelBlock> channels;
  std::vector<Stretch> stretches;
  Index chunks, parts;

  Index kernel() const { return g.kernel_height * g.kernel_width; }
  Index size() const { return kernel() * g.in_channels; }
};

// The target columns that meet the source through a tap.
Stretch stretch_of(const GatherAxis& axis, Index extent, Index tap) {
  const Index offset = axis.taps[tap].offset, stride = axis.source_stride;
  Stretch s{tap, 1, 0, axis.count};
  while (s.begin < s.end && s.begin * stride + offset < 0) ++s.begin;
  while (s.begin < s.end && (s.end - 1) * stride + offset >= extent) --s.end;
  return s;
}

// Cuts a filter row into neighbours that are summed together where all of them meet the source; and
// each by itself at columns where some do not.
std::vector<Stretch> stretches_of(const GatherAxis& axis, Index extent) {
  const auto taps = static_cast<Index>(axis.taps.size());
  const Index count = (taps + kTapsAtOnce - 1) / kTapsAtOnce;
  std::vector<Stretch> all;
  const auto append = [&](const Stretch& s) {
    if (s.begin < s.end) all.push_back(s);
  };
  for (Index i = 0; i < count; ++i) {
    const Index first = taps * i / count, last = taps * (i + 1) / count;
    Stretch common{first, last - first, 0, axis.count};
    for (Index tap = first; tap < last; ++tap) {
      const Stretch own = stretch_of(axis, extent, tap);
      common.begin = std::max(common.begin, own.begin);
      common.end = std::max(common.begin, std::min(common.end, own.end));
    }
    append(common);
    for (Index tap = first; tap < last; ++tap) {
      const Stretch own = stretch_of(axis, extent, tap);
      append({tap, 1, own.begin, std::min(own.end, common.begin)});
      append({tap, 1, std::max(own.begin, common.end), own.end});
    }
  }
  return all;
}

WeightGradient prepare(const Conv2dGeometry& g) {
  WeightGradient p{g, forward_gather(g), {}, channel_blocks(g.in_channels, kDepthwisePacks), {}, 0,
                   0};
  p.blocks = gather_blocks(p.gather, kBlockPixels);
  p.stretches = stretches_of(p.gather.columns, g.in_width);
  const Index blocks = static_cast<Index>(p.blocks.size());
  p.chunks = std::min({blocks, kTasks, std::max<Index>(1, kPartialFloats / p.size())});
  const Index most = static_cast<Index>(p.channels.size());
  p.parts = std::min(most, (kTasks + p.chunks - 1) / p.chunks);
  return p;
}

// Adds what target row q of image n gives through filter row `row`.
template <class P>
void add_row(const WeightGradient& p, const ChannelBlock& channels, Index n, Index q,
             const Tap& row, const float* x, const float* dy, float* sums) {
  const Conv2dGeometry& g = p.g;
  const Index channel_count = g.in_channels;
  const Index x_row = n * g.in_height + q * g.stride_h + row.offset;
  DepthwiseWeightTile tile{};
  tile.dy_pitch = tile.dw_pitch = channel_count;
  tile.x_pitch = g.stride_w * channel_count;
  tile.tap_pitch = g.dilation_w * channel_count;
  tile.last = channels.width - kPackLanes<P>;
  const Index packs = (channels.width + kPackLanes<P> - 1) / kPackLanes<P>;
  for (const Stretch& s : p.stretches) {
    const Index column = s.begin * g.stride_w + p.gather.columns.taps[s.tap].offset;
    const Index pixel = (n * g.out_height + q) * g.out_width + s.begin;
    tile.dy = dy + pixel * channel_count + channels.first;
    tile.x = x + (x_row * g.in_width + column) * channel_count + channels.first;
    tile.pixel_count = s.end - s.begin;
    tile.dw = sums + (row.index * g.kernel_width + s.tap) * channel_count + channels.first;
    with_tile<kTapsAtOnce, kDepthwisePacks>(
        s.taps, packs, [&]<int Taps, int Packs> { depthwise_weight_tile<P, Taps, Packs>(tile); });
  }
}

template <class P>
void add_block(const WeightGradient& p, const GatherBlock& block, const ChannelBlock& channels,
               const float* x, const float* dy, float* sums) {
  for (Index n = block.image; n < block.image + block.images; ++n) {
    for (Index q = block.row; q < block.row + block.rows; ++q) {
      for (const Tap& row : p.gather.rows.taps) {
        const Index at = q * p.g.stride_h + row.offset;
        if (at < 0 || at >= p.g.in_height) continue;
        add_row<P>(p, channels, n, q, row, x, dy, sums);
      }
    }
  }
}

void clear(const WeightGradient& p, std::span<const ChannelBlock> channels, float* sums) {
  const Index first = channels.front().first, end = channels.back().first + channels.back().width;
  for (Index tap = 0; tap < p.kernel(); ++tap) {
    std::fill_n(sums + tap * p.g.in_channels + first, end - first, 0.0f);
  }
}

// The sum of chunks [0, chunks) of `sums`, in order, in the first of them.
void add_chunks(const Context& context, const WeightGradient& p, float* sums) {
  parallel_blocks(context, p.size(), 16 * 1024, [&](Index begin, Index end) {
    for (Index chunk = 1; chunk < p.chunks; ++chunk) {
      const float* from = sums + chunk * p.size();
      for (Index i = begin; i < end; ++i) sums[i] += from[i];
    }
  });
}

}  // namespace

void conv2d_weight_gradient(const Context& context, const Conv2dGeometry& g, const float* x,
                            const float* dy, float* dw) {
  const WeightGradient p = prepare(g);
  Tensor partial({p.chunks, p.kernel(), g.in_channels});
  float* const sums = partial.mutable_data<float>();

  parallel_for(context, p.chunks * p.parts, [&](Index task) {
    const Index chunk = task / p.parts, part = task % p.parts;
    const auto blocks = static_cast<Index>(p.blocks.size());
    const auto count = static_cast<Index>(p.channels.size());
    const Index first = count * part / p.parts, last = count * (part + 1) / p.parts;
    const auto channels = std::span(p.channels).subspan(first, last - first);
    float* const own = sums + chunk * p.size();
    clear(p, channels, own);
    for (Index i = blocks * chunk / p.chunks; i < blocks * (chunk + 1) / p.chunks; ++i) {
      with_pack(g.in_channels, [&]<class P> {
        for (const ChannelBlock& c : channels) add_block<P>(p, p.blocks[i], c, x, dy, own);
      });
    }
  });
  add_chunks(context, p, sums);
  permute(context, {p.kernel(), g.in_channels}, std::array{1, 0}, sums, dw);
}

}  // namespace mien::cpu::depthwise
