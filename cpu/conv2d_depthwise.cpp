#include "cpu/conv2d_depthwise.h"

#include <algorithm>
#include <array>

#include "cpu/channel_moments.h"
#include "cpu/conv2d_gather.h"
#include "cpu/depthwise_tile.h"
#include "cpu/parallel.h"
#include "cpu/permute.h"
#include "tensor/tensor.h"

namespace mien::cpu::depthwise {
namespace {

constexpr Index kBlockPixels = 512;    // per task, at most about this many
constexpr Index kMinBlockPixels = 64;  // and at least, if there are as many
constexpr Index kTasks = 8;            // wanted at least

/// Neighbouring targets [begin, end) of an axis that read the source through the same of its taps.
struct Interval {
  Index begin, end, first_tap, last_tap;
};

std::vector<Interval> intervals_of(const GatherAxis& axis, Index extent) {
  std::vector<Interval> all;
  const auto taps = static_cast<Index>(axis.taps.size());
  for (Index q = 0, first = taps, last = taps; q < axis.count; ++q) {
    const Index at = q * axis.source_stride;
    while (first > 0 && at + axis.taps[first - 1].offset >= 0) --first;
    while (last > 0 && at + axis.taps[last - 1].offset >= extent) --last;
    const Interval own{q, q + 1, std::min(first, last), last};
    if (!all.empty() && all.back().first_tap == own.first_tap && all.back().last_tap == last) {
      ++all.back().end;
    } else {
      all.push_back(own);
    }
  }
  return all;
}

/// One product with all that its tasks share.
struct Product {
  Gather gather;
  std::vector<GatherBlock> blocks;
  std::vector<Interval> rows, columns;
  std::vector<std::vector<DepthwiseTap>> taps;  ///< for each of rows, of columns
};

std::vector<DepthwiseTap> taps_of(const Gather& g, const Interval& rows, const Interval& columns) {
  std::vector<DepthwiseTap> all;
  for (Index a = rows.first_tap; a < rows.last_tap; ++a) {
    for (Index b = columns.first_tap; b < columns.last_tap; ++b) {
      const Tap &row = g.rows.taps[a], &column = g.columns.taps[b];
      all.push_back({(row.offset * g.source_width + column.offset) * g.source_channels,
                     (row.index * g.kernel_width + column.index) * g.target_channels});
    }
  }
  return all;
}

std::vector<Product> prepare(std::vector<Gather> gathers) {
  std::vector<Product> products;
  for (Gather& g : gathers) {
    const Index pixels = g.batch * g.rows.count * g.columns.count;
    auto blocks = gather_blocks(g, std::clamp(pixels / kTasks, kMinBlockPixels, kBlockPixels));
    auto rows = intervals_of(g.rows, g.source_height);
    auto columns = intervals_of(g.columns, g.source_width);
    std::vector<std::vector<DepthwiseTap>> taps;
    for (const Interval& r : rows) {
      for (const Interval& c : columns) taps.push_back(taps_of(g, r, c));
    }
    products.push_back(
        {std::move(g), std::move(blocks), std::move(rows), std::move(columns), std::move(taps)});
  }
  return products;
}

struct Task {
  const Product* product;
  const GatherBlock* block;
  Index number;  ///< of the block, among those of all products
  std::span<const ChannelBlock> channels;
};

std::vector<Task> tasks_of(const std::vector<Product>& products,
                           std::span<const ChannelBlock> channels) {
  Index blocks = 0;
  for (const Product& p : products) blocks += static_cast<Index>(p.blocks.size());
  const auto count = static_cast<Index>(channels.size());
  const Index parts = std::min(count, (kTasks + blocks - 1) / blocks);
  std::vector<Task> tasks;
  Index number = 0;
  for (const Product& p : products) {
    for (const GatherBlock& block : p.blocks) {
      for (Index i = 0; i < parts; ++i) {
        const Index first = count * i / parts, last = count * (i + 1) / parts;
        tasks.push_back({&p, &block, number, channels.subspan(first, last - first)});
      }
      ++number;
    }
  }
  return tasks;
}

/// What all products read and write.
struct Operands {
  const float *source, *filters;
  const Conv2dEpilogue<float>& epilogue;
  float* target;
};

float* target_pixel(const Gather& g, float* target, Index n, Index q, Index j) {
  const Index row = g.rows.target_first + q * g.rows.target_stride;
  const Index column = g.columns.target_first + j * g.columns.target_stride;
  return target + ((n * g.target_height + row) * g.target_width + column) * g.target_channels;
}

// Target row q of image n, where columns read through `taps`: all pixels, some channels.
template <class P>
void multiply_row(const Product& p, const Operands& o, const ChannelBlock& channels, Index n,
                  Index q, const std::vector<DepthwiseTap>* taps) {
  const Gather& g = p.gather;
  const Index row = (n * g.source_height + q * g.rows.source_stride) * g.source_width;
  DepthwiseTile tile{};
  tile.source_pitch = g.columns.source_stride * g.source_channels;
  tile.target_pitch = g.columns.target_stride * g.target_channels;
  tile.filters = o.filters + channels.first;
  tile.bias = o.epilogue.bias ? o.epilogue.bias + channels.first : nullptr;
  tile.slope = o.epilogue.slope;
  tile.last = channels.width - kPackLanes<P>;
  const Index packs = (channels.width + kPackLanes<P> - 1) / kPackLanes<P>;
  for (const Interval& columns : p.columns) {
    tile.taps = *taps++;
    for (Index j = columns.begin; j < columns.end; j += kDepthwisePixels) {
      tile.source = o.source + row * g.source_channels + j * tile.source_pitch + channels.first;
      tile.target = target_pixel(g, o.target, n, q, j) + channels.first;
      if (o.epilogue.addend) tile.addend = o.epilogue.addend + (tile.target - o.target);
      with_tile<kDepthwisePixels, kDepthwisePacks>(
          std::min<Index>(kDepthwisePixels, columns.end - j), packs,
          [&]<int Pixels, int Packs> { depthwise_tile<P, Pixels, Packs>(tile); });
    }
  }
}

// Rows outermost: large maps are read in the order of memory.
template <class P>
void multiply_task(const Task& task, const Operands& o) {
  const Product& p = *task.product;
  const GatherBlock& block = *task.block;
  for (Index n = block.image; n < block.image + block.images; ++n) {
    const auto* taps = p.taps.data();
    for (const Interval& rows : p.rows) {
      const Index end = std::min(rows.end, block.row + block.rows);
      for (Index q = std::max(rows.begin, block.row); q < end; ++q) {
        for (const ChannelBlock& channels : task.channels) {
          multiply_row<P>(p, o, channels, n, q, taps);
        }
      }
      taps += p.columns.size();
    }
  }
}

// The moments of what a task assigned.
void add_moments(const Task& task, float* target, BlockMoments& moments) {
  const GatherBlock& block = *task.block;
  const Gather& g = task.product->gather;
  std::vector<const float*> pixels;
  for (Index n = block.image; n < block.image + block.images; ++n) {
    for (Index q = block.row; q < block.row + block.rows; ++q) {
      for (Index j = 0; j < g.columns.count; ++j)
        pixels.push_back(target_pixel(g, target, n, q, j));
    }
  }
  const Index first = task.channels.front().first;
  const Index end = task.channels.back().first + task.channels.back().width;
  moments.assign<float>(task.number, static_cast<Index>(pixels.size()), first, end - first,
                        [&](Index r) { return pixels[r] + first; });
}

void multiply(const Context& context, std::vector<Gather> gathers, const float* source,
              const float* w, const Conv2dEpilogue<float>& epilogue, float* target) {
  const Index channels = gathers[0].target_channels, kernel = gathers[0].filter_group;
  Tensor filters({kernel, channels});
  permute(context, {channels, kernel}, std::array{1, 0}, w, filters.mutable_data<float>());
  const std::vector<Product> products = prepare(std::move(gathers));
  const std::vector<ChannelBlock> blocks = channel_blocks(channels, kDepthwisePacks);
  const std::vector<Task> tasks = tasks_of(products, blocks);
  BlockMoments moments(epilogue.wants_moments() ? channels : 0);
  if (epilogue.wants_moments()) moments.add_blocks(tasks.back().number + 1);
  const Operands operands{source, filters.data<float>(), epilogue, target};

  parallel_for(context, static_cast<Index>(tasks.size()), [&](Index i) {
    with_pack(channels, [&]<class P> { multiply_task<P>(tasks[i], operands); });
    if (epilogue.wants_moments()) add_moments(tasks[i], target, moments);
  });
  if (epilogue.wants_moments()) moments.merge(epilogue.mean, epilogue.variance);
}

}  // namespace

bool can_convolve(const Conv2dGeometry& g) {
  return g.groups == g.in_channels && g.groups == g.out_channels;
}

void conv2d(const Context& context, const Conv2dGeometry& g, const float* x, const float* w,
            const Conv2dEpilogue<float>& epilogue, float* y) {
  multiply(context, {forward_gather(g)}, x, w, epilogue, y);
}

void conv2d_input_gradient(const Context& context, const Conv2dGeometry& g, const float* dy,
                           const float* w, const Conv2dEpilogue<float>& epilogue, float* dx) {
  multiply(context, adjoint_gathers(g), dy, w, epilogue, dx);
}

}  // namespace mien::cpu::depthwise
