#include <algorithm>

#include "cpu/conv2d_gather.h"
#include "cpu/conv2d_tiled.h"
#include "cpu/parallel.h"
#include "cpu/tile.h"
#include "tensor/tensor.h"

namespace mien::cpu::tiled {
namespace {

constexpr Index kBlockPixels = 192;                // per slab, about
constexpr Index kTasks = 16;                       // wanted at least
constexpr Index kPartialFloats = 4 * 1024 * 1024;  // for the sums of chunks, at most
constexpr Index kMinRows = 4;                      // of tiles, for a task to be worth its slab

/// Output channels [first, first + count), all of one group: the rows of a tile.
struct TileRows {
  Index group, first, count;
};

std::vector<TileRows> tile_rows(const Conv2dGeometry& g) {
  std::vector<TileRows> all;
  const Index count = (g.group_out() + kTileRows - 1) / kTileRows;
  for (Index group = 0; group < g.groups; ++group) {
    for (Index i = 0; i < count; ++i) {
      const Index begin = g.group_out() * i / count, end = g.group_out() * (i + 1) / count;
      all.push_back({group, group * g.group_out() + begin, end - begin});
    }
  }
  return all;
}

// Runs cut into the widths of tiles.
std::vector<Run> tile_columns(const std::vector<Run>& runs) {
  std::vector<Run> all;
  for (const Run& run : runs) {
    const Index total = vectors(run.length), count = (total + kTileVectors - 1) / kTileVectors;
    for (Index i = 0; i < count; ++i) {
      const Index begin = total * i / count * kLanes;
      const Index end = std::min(run.length, total * (i + 1) / count * kLanes);
      all.push_back({run.offset + begin, end - begin, run.depth + begin});
    }
  }
  return all;
}

/// All that tasks share. A task sums some rows of dw over one chunk of the blocks.
struct WeightGradient {
  Conv2dGeometry g;
  Gather gather;
  std::vector<GatherBlock> blocks;
  std::vector<TileRows> rows;
  std::vector<Run> columns;
  Index chunks, parts;

  Index depth() const { return gather.depth(); }
  Index size() const { return g.out_channels * depth(); }
};

WeightGradient prepare(const Conv2dGeometry& g, const JoinedMaps& x) {
  WeightGradient p{g, forward_gather(g), {}, tile_rows(g), {}, 0, 0};
  // Tiles read whole vectors, which must not leave the input.
  p.gather.in_place &= x.is_whole() && g.group_in() % kLanes == 0;
  p.blocks = gather_blocks(p.gather, kBlockPixels);
  p.columns = tile_columns(runs_of(p.gather));
  const Index blocks = static_cast<Index>(p.blocks.size());
  p.chunks = std::min({blocks, kTasks, std::max<Index>(1, kPartialFloats / p.size())});
  const Index most = std::max<Index>(1, static_cast<Index>(p.rows.size()) / kMinRows);
  p.parts = std::min(most, (kTasks + p.chunks - 1) / p.chunks);
  return p;
}

void add_block(const WeightGradient& p, const GatherBlock& block, Index first_row, Index last_row,
               const std::vector<const float*>& pixels, const float* dy, float* dw,
               bool accumulate) {
  const Conv2dGeometry& g = p.g;
  const Index pixel = (block.image * g.out_height + block.row) * g.out_width;
  for (const Run& column : p.columns) {
    for (Index i = first_row; i < last_row; ++i) {
      const TileRows& row = p.rows[i];
      const WeightTile tile{.dy = dy + pixel * g.out_channels + row.first,
                            .dy_pitch = g.out_channels,
                            .x = pixels.data(),
                            .x_shift = row.group * g.group_in() + column.offset,
                            .pixel_count = static_cast<Index>(pixels.size()),
                            .dw = dw + row.first * p.depth() + column.depth,
                            .dw_pitch = p.depth(),
                            .width = column.length,
                            .accumulate = accumulate};
      with_tile<kTileRows, kTileVectors>(
          row.count, vectors(column.length),
          [&]<int Rows, int Vectors> { weight_tile<Rows, Vectors>(tile); });
    }
  }
}

// dw += the sums of the other chunks, in order.
void add_chunks(const Context& context, const WeightGradient& p, const float* partial, float* dw) {
  parallel_blocks(context, p.size(), 16 * 1024, [&](Index begin, Index end) {
    for (Index chunk = 1; chunk < p.chunks; ++chunk) {
      const float* from = partial + (chunk - 1) * p.size();
      for (Index i = begin; i < end; ++i) dw[i] += from[i];
    }
  });
}

}  // namespace

void conv2d_weight_gradient(const Context& context, const Conv2dGeometry& g, const JoinedMaps& x,
                            const float* dy, float* dw) {
  const WeightGradient p = prepare(g, x);
  Index slab = 0;
  for (const GatherBlock& b : p.blocks) slab = std::max(slab, slab_size(p.gather, b) + kLanes);
  Tensor workspace({context.threads * slab});
  Tensor sums({(p.chunks - 1) * p.size()});
  float* slabs = workspace.mutable_data<float>();
  float* partial = sums.mutable_data<float>();

  parallel_for_workers(context, p.chunks * p.parts, [&](int worker, Index task) {
    const Index chunk = task / p.parts, part = task % p.parts;
    const Index blocks = static_cast<Index>(p.blocks.size()),
                rows = static_cast<Index>(p.rows.size());
    const Index first = blocks * chunk / p.chunks, last = blocks * (chunk + 1) / p.chunks;
    float* out = chunk == 0 ? dw : partial + (chunk - 1) * p.size();
    std::vector<const float*> pixels;
    for (Index i = first; i < last; ++i) {
      pixels.clear();
      read_block(p.gather, p.blocks[i], x, slabs + worker * slab, pixels);
      add_block(p, p.blocks[i], rows * part / p.parts, rows * (part + 1) / p.parts, pixels, dy, out,
                i > first);
    }
  });
  if (p.chunks > 1) add_chunks(context, p, partial, dw);
}

}  // namespace mien::cpu::tiled
